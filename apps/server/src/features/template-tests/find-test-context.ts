import type { JsonObject, TemplateData, TestContext } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { type Instance, longestAllowedOrigin } from '../instances/index.ts';
import { renderSessionToken, sessionCookieName, tokenMaterial } from '../session-tokens/index.ts';
import { newSession } from '../sessions/index.ts';
import { BLANK_USER, findUser, type User } from '../users/index.ts';

type TestUser = { data: TemplateData; default_claims: JsonObject };

/**
 * What tests of this instance's template run with: the users they name, each as if they had signed in now, and
 * what a session cookie weighs beside the template's claims, from the longest origin that apps may have.
 * Private metadata is in none of it. A user who is not there, or is another instance's, is left out.
 */
export async function findTestContext(
  dependencies: Dependencies,
  { instance, userIds }: { instance: Instance; userIds: readonly string[] },
): Promise<TestContext & { cookie: NonNullable<TestContext['cookie']> }> {
  const render = await rendererOf(dependencies, instance);
  const users = new Map<string, TestUser>();
  for (const userId of userIds) {
    const user = await findUser(dependencies.database.queries, instance.id, userId);
    if (user) users.set(userId, render(user).user);
  }
  const now = dependencies.clock.now();
  const nobody = render({ ...BLANK_USER, instanceId: instance.id, id: '', createdAt: now, updatedAt: now });
  const cookie = {
    cookie_name: sessionCookieName(instance),
    header_bytes: nobody.headerBytes,
    default_claims: nobody.user.default_claims,
  };
  return { users, cookie };
}

/** Session tokens without custom claims, as the package's runner lays them below a template's. */
async function rendererOf(dependencies: Dependencies, instance: Instance) {
  const { signer } = await tokenMaterial(dependencies, instance);
  const origin = longestAllowedOrigin(instance);
  const tokenId = dependencies.random.secret(15);
  const now = dependencies.clock.now();
  return (user: User) => {
    const { id: userId } = user;
    const about = { instance, userId, clientId: null, firstFactorVerifiedAt: now, origin };
    const session = newSession(dependencies, about);
    const { data, defaultClaims, protectedHeader } = renderSessionToken({
      instance,
      subject: { session, user, instanceVersion: instance.version, clientUpdatedAt: null, now },
      material: { template: null, signer },
      origin,
      tokenId,
    });
    const headerBytes = Buffer.byteLength(JSON.stringify(protectedHeader));
    return { user: { data, default_claims: defaultClaims }, headerBytes };
  };
}
