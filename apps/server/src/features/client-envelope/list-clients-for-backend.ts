import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { countClients, listClientIds } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { type ClientForBackend, getClientForBackend } from './get-client-for-backend.ts';

/** One page of browsers, newest first, and how many there are. One at a time: others have their turn between. */
export async function listClientsForBackend(
  dependencies: Dependencies,
  input: { instance: Instance; page: { readonly limit: number; readonly offset: number } },
): Promise<{ clients: ClientForBackend[]; totalCount: number }> {
  const { instance, page } = input;
  const { queries } = dependencies.database;
  const clients: ClientForBackend[] = [];
  for (const clientId of await listClientIds(queries, instance.id, page)) {
    const client = await getClientForBackend(dependencies, { instance, clientId }).catch(nullWhenGone);
    if (client) clients.push(client);
  }
  return { clients, totalCount: await countClients(queries, instance.id) };
}

/** A browser may be forgotten between two statements. */
function nullWhenGone(error: unknown): null {
  if (error instanceof Refusal && error.code === 'resource_not_found') return null;
  throw error;
}
