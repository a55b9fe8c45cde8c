import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { ensureClient } from '../clients/index.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { findUser } from '../users/index.ts';
import type { Session } from './session.ts';
import { insertSession } from './session-store.ts';
import { newSession } from './start-session.ts';

/**
 * A session made by a backend, for tests: with a client that no browser holds. Development instances only,
 * since nobody has proved to be the user.
 * @throws Refusal `request_invalid_for_environment`, `resource_not_found` for an unknown user,
 * `form_resource_not_found` for any organization (there are none yet).
 */
export async function createSession(
  dependencies: Dependencies,
  input: { instance: Instance; userId: string; organizationId: string | null; actor: Actor },
): Promise<Session> {
  const { database } = dependencies;
  const { instance, userId, organizationId, actor } = input;
  if (instance.environmentType !== 'development') throw new Refusal('request_invalid_for_environment');
  if (organizationId !== null)
    throw new Refusal('form_resource_not_found', { param_name: 'active_organization_id' });
  if (!(await findUser(database.queries, instance.id, userId))) throw new Refusal('resource_not_found');
  const { client } = await ensureClient(dependencies, { instanceId: instance.id, client: null });
  const session = newSession(dependencies, {
    instance,
    userId,
    clientId: client.id,
    firstFactorVerifiedAt: null,
    origin: null,
  });
  await database.transaction(async (queries) => {
    await insertSession(queries, session);
    await recordEvent(queries, instance.id, {
      type: 'session.created',
      actor,
      data: { session_id: session.id, user_id: userId, client_id: client.id },
    });
  });
  return session;
}
