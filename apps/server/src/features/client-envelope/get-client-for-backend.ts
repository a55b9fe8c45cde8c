import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Client, findClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import {
  currentSession,
  listActiveSessionsOfClient,
  type Session,
  statementTime,
} from '../sessions/index.ts';
import { describeCurrentSignIn } from '../sign-ins/index.ts';
import { describeCurrentSignUp } from '../sign-ups/index.ts';

export interface ClientForBackend {
  readonly client: Client;
  readonly sessions: readonly Session[];
  readonly currentSession: Session | null;
  readonly signInId: string | null;
  readonly signUpId: string | null;
}

/** @throws Refusal `resource_not_found` */
export async function getClientForBackend(
  dependencies: Dependencies,
  input: { instance: Instance; clientId: string },
): Promise<ClientForBackend> {
  const { clock, database } = dependencies;
  const { instance, clientId } = input;
  const client = await findClient(database.queries, instance.id, clientId);
  if (!client) throw new Refusal('resource_not_found');
  const at = statementTime(clock);
  const sessions = await listActiveSessionsOfClient(database.queries, instance.id, clientId, at);
  const signIn = await describeCurrentSignIn(dependencies, { instance, clientId });
  const signUp = await describeCurrentSignUp(dependencies, { instance, clientId });
  return {
    client,
    sessions,
    currentSession: currentSession(sessions, client.lastActiveSessionId, clock.now()),
    signInId: signIn?.id ?? null,
    signUpId: signUp?.id ?? null,
  };
}
