import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { deleteSocialConnectionRow } from './social-connection-store.ts';

/**
 * Nobody signs in this way any more. The accounts of users stay: the same connection, made again, knows them.
 * @throws Refusal resource_not_found
 */
export async function deleteSocialConnection(
  { database }: Pick<Dependencies, 'database'>,
  { instanceId, id, actor }: { instanceId: string; id: string; actor: Actor },
): Promise<void> {
  await database.transaction(async (queries) => {
    if (!(await deleteSocialConnectionRow(queries, instanceId, id)))
      throw new Refusal('resource_not_found', { param_name: 'connection_id' });
    await recordEvent(queries, instanceId, { type: 'social_connection.deleted', actor, data: { id } });
  });
}
