import { environmentBlock, frameworks } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { Dependencies } from '../../dependencies.ts';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { readDevelopmentKeys } from '../../runtime/development-keys.ts';
import { createSecretKey } from './create-secret-key.ts';
import type { Instance } from './instance.ts';
import { revokeSecretKey } from './revoke-secret-key.ts';
import type { SecretKey } from './secret-key.ts';
import { listSecretKeys } from './secret-key-store.ts';
import { verifySecretKey } from './verify-secret-key.ts';

const KeyParams = Type.Object({ key_id: Type.String({ maxLength: 64 }) });
const NewKey = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });
const NoQuery = Type.Object({});

/** An instance's secret keys, and the environment that apps of it need: below `…/instances/:instance_id`. */
export function registerInstancesPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/secret_keys', { schema: { querystring: NoQuery } }, async ({ instance }) => {
    const keys = await listSecretKeys(dependencies.database.queries, instance.id);
    return { data: keys.map(secretKeyResource), total_count: keys.length };
  });

  app.post('/secret_keys', { schema: { body: NewKey } }, async ({ instance, actor, body }) => {
    const { secret, ...key } = await createSecretKey(dependencies, { instance, actor, name: body.name });
    return { ...secretKeyResource(key), secret };
  });

  app.delete('/secret_keys/:key_id', { schema: { params: KeyParams } }, async (request) => {
    const { instance, actor, params } = request;
    const input = { instanceId: instance.id, secretKeyId: params.key_id, actor };
    return secretKeyResource(await revokeSecretKey(dependencies, input));
  });

  app.get('/environment_blocks', { schema: { querystring: NoQuery } }, async ({ instance, isOwner }) => {
    // With the key a viewer could change everything by the Backend API.
    const secretKey = isOwner ? await keptSecretKey(dependencies, instance) : null;
    const { publishableKey, frontendApiUrl } = instance;
    const facts = { serverUrl: dependencies.config.publicUrl, frontendApiUrl, publishableKey, secretKey };
    return frameworks.map((framework) => environmentBlock(framework, facts));
  });
}

/** The secret key that `dev` keeps in its data folder, if it is a live one of this instance. */
async function keptSecretKey(dependencies: Dependencies, instance: Instance): Promise<string | null> {
  const { config } = dependencies;
  if (config.mode !== 'dev') return null;
  const { secretKey } = readDevelopmentKeys(config.dataDirectory);
  const found = secretKey === undefined ? null : await verifySecretKey(dependencies, secretKey);
  return found?.instance.id === instance.id && secretKey !== undefined ? secretKey : null;
}

function secretKeyResource(key: SecretKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    created_at: key.createdAt.getTime(),
    last_used_at: key.lastUsedAt?.getTime() ?? null,
    revoked_at: key.revokedAt?.getTime() ?? null,
  };
}
