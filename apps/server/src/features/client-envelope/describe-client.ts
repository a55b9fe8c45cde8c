import type { Dependencies } from '../../dependencies.ts';
import { findClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { type IssuedToken, issueClientTokens } from '../session-tokens/index.ts';
import { currentSession, frontendSessionResource } from '../sessions/index.ts';
import { describeCurrentSignIn } from '../sign-ins/index.ts';
import { describeCurrentSignUp } from '../sign-ups/index.ts';
import { findUser, publicUserData, type User, userResource } from '../users/index.ts';
import { type ClientResource, clientResource } from './client-resource.ts';

/**
 * The whole Client: every active session with a fresh token (without one the SDK would delete `__session`), and
 * what the browser is in the middle of. Null when the client is gone. The client is read before the tokens are
 * issued, so that no token is older than the `__client_uat` that follows from its `updated_at`.
 * @param input.origin claim `azp` of the tokens; left out: that of each session's latest token.
 */
export async function describeClient(
  dependencies: Dependencies,
  input: { instance: Instance; clientId: string; origin?: string | null },
): Promise<ClientResource | null> {
  const { instance, clientId } = input;
  const { queries } = dependencies.database;
  const client = await findClient(queries, instance.id, clientId);
  if (!client) return null;
  const tokens = await issueClientTokens(dependencies, input);
  const users = await findUsers(dependencies, instance, tokens);
  const sessions = tokens.flatMap((token) => {
    const user = users.get(token.subject.user.id);
    return user ? [sessionResource(instance, token, user)] : [];
  });
  const subjects = tokens.map(({ subject }) => subject);
  const now = subjects[0]?.now ?? client.updatedAt;
  const current = currentSession(
    subjects.map(({ session }) => session),
    client.lastActiveSessionId,
    now,
  );
  return clientResource(client, {
    sessions,
    currentSessionId: current?.id ?? null,
    signIn: await describeCurrentSignIn(dependencies, { instance, clientId }),
    signUp: await describeCurrentSignUp(dependencies, { instance, clientId }),
  });
}

async function findUsers(
  { database }: Dependencies,
  instance: Instance,
  tokens: readonly IssuedToken[],
): Promise<Map<string, User>> {
  const userIds = new Set(tokens.map(({ subject }) => subject.user.id));
  const users = await Promise.all(
    [...userIds].map((userId) => findUser(database.queries, instance.id, userId)),
  );
  return new Map(users.flatMap((user) => (user ? [[user.id, user] as const] : [])));
}

function sessionResource(instance: Instance, { subject, jwt }: IssuedToken, user: User) {
  return frontendSessionResource<unknown, unknown>(subject.session, {
    now: subject.now,
    user: userResource(user, { instance, forFrontend: true, now: subject.now }),
    publicUserData: publicUserData(user, instance),
    lastActiveToken: jwt,
  });
}
