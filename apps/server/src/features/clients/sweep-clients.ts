import type { Dependencies } from '../../dependencies.ts';
import { deleteClientsUntouchedSince } from './client-store.ts';

/** As long as browsers keep the cookie. */
const KEPT_DAYS = 400;

/** Removes clients whose cookie has expired; answers how many. Their sessions ended long before. */
export async function sweepClients(dependencies: Dependencies): Promise<number> {
  const before = new Date(dependencies.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  return deleteClientsUntouchedSince(dependencies.database.queries, before);
}
