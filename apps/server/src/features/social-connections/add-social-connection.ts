import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import {
  type ConnectionFields,
  checkConnectionFields,
  completeConnection,
} from './check-connection-fields.ts';
import {
  clientSecretContext,
  DEFAULT_NAMES,
  DEFAULT_SCOPES,
  type SocialConnection,
  type SocialConnectionKind,
  strategyOf,
} from './social-connection.ts';
import { insertSocialConnection } from './social-connection-store.ts';

export interface NewConnection extends ConnectionFields {
  readonly kind: SocialConnectionKind;
  /** OpenID Connect alone: the end of its strategy, `oauth_custom_<key>`. */
  readonly key?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
}

const KEY = /^[a-z0-9][a-z0-9_]{0,39}$/;

/**
 * Lets the users of an instance sign in with another provider.
 * @throws Refusal form_param_* for a bad field, duplicate_record when the strategy is taken
 */
export async function addSocialConnection(
  { clock, database, encryption, random }: Dependencies,
  { instanceId, actor, input }: { instanceId: string; actor: Actor; input: NewConnection },
): Promise<SocialConnection> {
  checkConnectionFields(input);
  const { kind } = input;
  const key = kind === 'oidc' ? requireKey(input.key) : '';
  const name = input.name ?? (kind === 'oidc' ? undefined : DEFAULT_NAMES[kind]);
  if (name === undefined) throw new Refusal('form_param_missing', { param_name: 'name' });
  const now = clock.now();
  const connection = completeConnection({
    instanceId,
    id: random.id('soc'),
    strategy: strategyOf(kind, key),
    kind,
    name,
    logoUrl: input.logoUrl || null,
    issuer: input.issuer || null,
    apiUrl: input.apiUrl || null,
    clientId: input.clientId,
    scopes: input.scopes?.length ? input.scopes : DEFAULT_SCOPES[kind],
    enabled: input.enabled ?? true,
    createdAt: now,
    updatedAt: now,
  });
  const secret = new TextEncoder().encode(input.clientSecret);
  const sealed = encryption.seal(secret, clientSecretContext(instanceId, connection.id));
  await database.transaction(async (queries) => {
    if (!(await insertSocialConnection(queries, connection, sealed)))
      throw new Refusal('duplicate_record', { param_name: kind === 'oidc' ? 'key' : 'kind' });
    const data = { id: connection.id, strategy: connection.strategy };
    await recordEvent(queries, instanceId, { type: 'social_connection.created', actor, data });
  });
  return connection;
}

function requireKey(key: string | undefined): string {
  if (!key) throw new Refusal('form_param_missing', { param_name: 'key' });
  if (!KEY.test(key))
    throw new Refusal('form_param_format_invalid', {
      param_name: 'key',
      long_message: 'key takes 1 to 40 lower-case letters, digits and underscores.',
    });
  return key;
}
