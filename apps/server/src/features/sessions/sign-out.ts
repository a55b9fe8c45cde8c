import type { Dependencies } from '../../dependencies.ts';
import { type Client, deleteClientSecret, updateClient } from '../clients/index.ts';
import { recordEvent } from '../events/index.ts';
import { updateStatusOfClientSessions } from './session-store.ts';

/**
 * Signs a browser out of all its sessions. The client itself survives, unless `destroyClient`: then its cookie
 * means nothing any more.
 */
export async function signOut(
  dependencies: Dependencies,
  input: { instanceId: string; client: Client; destroyClient: boolean },
): Promise<void> {
  const { clock, database } = dependencies;
  const { instanceId, client, destroyClient } = input;
  const now = clock.now();
  await database.transaction(async (queries) => {
    const removed = await updateStatusOfClientSessions(queries, instanceId, client.id, {
      status: 'removed',
      now,
    });
    if (destroyClient) await deleteClientSecret(queries, instanceId, client.id, now);
    else if (removed.length > 0)
      await updateClient(queries, instanceId, client.id, { now, lastActiveSessionId: null });
    for (const session of removed)
      await recordEvent(queries, instanceId, {
        type: 'session.removed',
        actor: { type: 'user', id: session.userId },
        data: { session_id: session.id, user_id: session.userId, client_id: client.id },
      });
  });
}
