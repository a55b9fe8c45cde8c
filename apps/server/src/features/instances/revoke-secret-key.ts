import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { SecretKey } from './secret-key.ts';
import { updateSecretKeyRevoked } from './secret-key-store.ts';

/** Requests that begin after this returned are refused the key. Throws Refusal `resource_not_found`. */
export async function revokeSecretKey(
  dependencies: Dependencies,
  input: { readonly instanceId: string; readonly secretKeyId: string; readonly actor: Actor },
): Promise<SecretKey> {
  const { instanceId, secretKeyId, actor } = input;
  return dependencies.database.transaction(async (queries) => {
    const key = await updateSecretKeyRevoked(queries, instanceId, secretKeyId, dependencies.clock.now());
    if (!key) throw new Refusal('resource_not_found');
    await recordEvent(queries, instanceId, { type: 'secret_key.revoked', actor, data: { id: secretKeyId } });
    return key;
  });
}
