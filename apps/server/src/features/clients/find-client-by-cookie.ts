import type { Queries } from '../../database/database.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Client } from './client.ts';
import { findClientBySecret } from './client-store.ts';

/** The browser that holds this client cookie's value. */
export function findClientByCookie(
  queries: Queries,
  instanceId: string,
  value: string,
): Promise<Client | null> {
  return findClientBySecret(queries, instanceId, hashSecret(value));
}
