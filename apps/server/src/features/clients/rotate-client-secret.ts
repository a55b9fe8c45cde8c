import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { updateClientSecret } from './client-store.ts';
import type { IssuedClient } from './ensure-client.ts';

/**
 * Gives a client a new secret; the old one stops working when the transaction commits. To be called in the
 * transaction that signs somebody in, so that a secret planted before the sign-in opens nothing after it
 * (session fixation). Make `secret` with `random.secret()` before the transaction.
 * @throws Refusal `authentication_invalid` when the client was destroyed meanwhile.
 */
export async function rotateClientSecret(
  queries: Queries,
  input: { instanceId: string; clientId: string; secret: string; now: Date },
): Promise<IssuedClient> {
  const { instanceId, clientId, secret, now } = input;
  const client = await updateClientSecret(queries, instanceId, clientId, {
    secretHash: hashSecret(secret),
    now,
  });
  if (!client) throw new Refusal('authentication_invalid');
  return { client, secret };
}
