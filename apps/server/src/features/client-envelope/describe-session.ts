import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { type FrontendSessionResource, frontendSessionResource, type Session } from '../sessions/index.ts';
import { findUser, publicUserData, userResource } from '../users/index.ts';

/**
 * A session that is over, without a token.
 * @throws Refusal `resource_not_found` when its user was deleted since
 */
export async function describeEndedSession(
  dependencies: Dependencies,
  input: { instance: Instance; session: Session },
): Promise<FrontendSessionResource> {
  const { instance, session } = input;
  const now = dependencies.clock.now();
  const user = await findUser(dependencies.database.queries, instance.id, session.userId);
  if (!user) throw new Refusal('resource_not_found');
  return frontendSessionResource<unknown, unknown>(session, {
    now,
    user: userResource(user, { instance, forFrontend: true, now }),
    publicUserData: publicUserData(user, instance),
    lastActiveToken: null,
  });
}
