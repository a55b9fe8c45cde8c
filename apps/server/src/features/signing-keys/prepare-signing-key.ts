import type { Dependencies } from '../../dependencies.ts';
import { recordEvent, serverActor } from '../events/index.ts';
import { raiseInstanceVersion } from '../instances/index.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { findActiveKey, insertSigningKey } from './signing-key-store.ts';

/**
 * Gives an instance without an active key its first one, active at once: no verifier has cached anything.
 * Idempotent, also when several nodes start together.
 */
export async function prepareSigningKey(dependencies: Dependencies, instanceId: string): Promise<void> {
  if (await findActiveKey(dependencies.database.queries, instanceId)) return;
  const key = await makeSigningKey(dependencies, instanceId);
  await dependencies.database.transaction(async (queries) => {
    if (!(await insertSigningKey(queries, instanceId, { ...key, status: 'active' }))) return;
    await raiseInstanceVersion(queries, instanceId);
    const data = { id: key.id, status: 'active' };
    await recordEvent(queries, instanceId, { type: 'signing_key.created', actor: serverActor, data });
  });
}
