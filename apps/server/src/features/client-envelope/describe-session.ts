import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { type FrontendSessionResource, frontendSessionResource, type Session } from '../sessions/index.ts';
import { findUser, publicUserData, userResource } from '../users/index.ts';

/** A session that is over, without a token. */
export async function describeEndedSession(
  dependencies: Dependencies,
  input: { instance: Instance; session: Session },
): Promise<FrontendSessionResource> {
  const { instance, session } = input;
  const now = dependencies.clock.now();
  const user = await findUser(dependencies.database.queries, instance.id, session.userId);
  return frontendSessionResource<unknown, unknown>(session, {
    now,
    user: user && userResource(user, { instance, forFrontend: true, now }),
    publicUserData: user && publicUserData(user, instance),
    lastActiveToken: null,
  });
}
