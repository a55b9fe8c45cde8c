import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findClientByCookie } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { type ClientForBackend, getClientForBackend } from './get-client-for-backend.ts';

/**
 * The browser whose client cookie a backend was given (backend-api.md 7.3). The cookie is a credential: it finds
 * the browser as it would at the Frontend API, and says nothing about others.
 * @throws Refusal cookie_invalid for what no client cookie looks like, client_not_found
 */
export async function verifyClientForBackend(
  dependencies: Dependencies,
  { instance, token }: { instance: Instance; token: string },
): Promise<ClientForBackend> {
  if (!/^[\w.~-]+$/.test(token)) throw new Refusal('cookie_invalid', { param_name: 'token' });
  const client = await findClientByCookie(dependencies.database.queries, instance.id, token);
  if (!client) throw new Refusal('client_not_found');
  return getClientForBackend(dependencies, { instance, clientId: client.id });
}
