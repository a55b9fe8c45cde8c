import { idPrefixes } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from './instance.ts';
import { newSecretKeyText, type SecretKey, shownPrefix } from './secret-key.ts';
import { insertSecretKey } from './secret-key-store.ts';

/** A new secret key. `secret` is to be shown once: the server keeps its hash only. */
export async function createSecretKey(
  dependencies: Dependencies,
  input: { readonly instance: Instance; readonly name: string; readonly actor: Actor },
): Promise<SecretKey & { readonly secret: string }> {
  const { instance, name, actor } = input;
  const secret = newSecretKeyText(instance.environmentType, dependencies.random.secret(48));
  const key = {
    id: dependencies.random.id(idPrefixes.secretKey),
    name,
    prefix: shownPrefix(secret),
    createdAt: dependencies.clock.now(),
  };
  await dependencies.database.transaction(async (queries) => {
    await insertSecretKey(queries, instance.id, { ...key, keyHash: hashSecret(secret) });
    await recordEvent(queries, instance.id, {
      type: 'secret_key.created',
      actor,
      data: { id: key.id, name },
    });
  });
  return { ...key, instanceId: instance.id, lastUsedAt: null, revokedAt: null, secret };
}
