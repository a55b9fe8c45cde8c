import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Client } from '../clients/index.ts';
import { currentSession, type Session } from './session.ts';
import { listActiveSessionsOfClient } from './session-store.ts';
import { statementTime } from './statement-time.ts';

/**
 * The session on whose behalf a browser asks for `/v1/me…`: the one it names (`_clerk_session_id`), else the one
 * it used last.
 * @throws Refusal `authentication_invalid` when that is not an active session of this browser.
 */
export async function requireSession(
  dependencies: Dependencies,
  input: { client: Client | null; sessionId: string | undefined },
): Promise<Session> {
  const { client, sessionId } = input;
  if (!client) throw new Refusal('authentication_invalid');
  const { clock, database } = dependencies;
  const at = statementTime(clock);
  const sessions = await listActiveSessionsOfClient(database.queries, client.instanceId, client.id, at);
  const session =
    sessionId === undefined
      ? currentSession(sessions, client.lastActiveSessionId, clock.now())
      : sessions.find(({ id }) => id === sessionId);
  if (!session) throw new Refusal('authentication_invalid');
  return session;
}
