import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Client } from './client.ts';
import { insertClient } from './client-store.ts';

/** A client, and its secret when the browser does not hold it yet: to be sent as its cookie, once. */
export interface IssuedClient {
  readonly client: Client;
  readonly secret: string | null;
}

/**
 * The browser's client, or a new one for a stranger. A new one always has an id and a secret of our own making:
 * whatever the browser brought along is never adopted.
 */
export async function ensureClient(
  dependencies: Dependencies,
  input: { instanceId: string; client: Client | null },
): Promise<IssuedClient> {
  if (input.client) return { client: input.client, secret: null };
  const { clock, database, random } = dependencies;
  const secret = random.secret();
  const client = await insertClient(database.queries, input.instanceId, {
    id: random.id('client'),
    secretHash: hashSecret(secret),
    now: clock.now(),
  });
  return { client, secret };
}
