import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Client, updateClient } from '../clients/index.ts';
import { isActive, type Session } from './session.ts';
import { recordSessionActivity } from './session-activity.ts';
import { findSession } from './session-store.ts';

/**
 * The browser uses this session from now on. There are no organizations yet, so the active organization is
 * always none; naming one is refused.
 * @throws Refusal `authentication_invalid` when the session is not an active one of this browser;
 * `resource_not_found` for an organization.
 */
export async function touchSession(
  dependencies: Dependencies,
  input: { instanceId: string; client: Client | null; sessionId: string; organization: string },
): Promise<Session> {
  const { clock, database } = dependencies;
  const { instanceId, client, sessionId, organization } = input;
  const now = clock.now();
  const session = client && (await findSession(database.queries, instanceId, sessionId));
  if (!client || session?.clientId !== client.id || !isActive(session, now))
    throw new Refusal('authentication_invalid');
  if (organization !== '') throw new Refusal('resource_not_found', { param_name: 'active_organization_id' });
  recordSessionActivity(dependencies, session, now);
  if (client.lastActiveSessionId !== sessionId)
    await updateClient(database.queries, instanceId, client.id, { now, lastActiveSessionId: sessionId });
  return session;
}
