import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { findOAuthVerification } from '../oauth-attempts/index.ts';
import { secondFactorsOf } from '../second-factors/index.ts';
import { findUser, publicUserData } from '../users/index.ts';
import { findVerification } from '../verifications/index.ts';
import type { SignIn } from './sign-in.ts';
import { signInResource } from './sign-in-resource.ts';
import { findCurrentSignIn } from './sign-in-store.ts';

export type SignInResource = ReturnType<typeof signInResource>;

/** An attempt with its last sent code, on the wire. */
export async function describeSignIn(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'encryption'>,
  { instance, signIn }: { instance: Pick<Instance, 'id' | 'frontendApiUrl' | 'settings'>; signIn: SignIn },
): Promise<SignInResource> {
  const { clock, database } = dependencies;
  const { queries } = database;
  const { instanceId, verificationId, userId, status } = signIn;
  const verification = verificationId && (await findVerification(queries, instanceId, verificationId));
  const isPastFirstFactor = status === 'complete' || status === 'needs_second_factor';
  const user = isPastFirstFactor && userId ? await findUser(queries, instanceId, userId) : null;
  const userData = user && publicUserData(user, instance);
  return signInResource(signIn, {
    verification: verification || null,
    oauthVerification: await findOAuthVerification(dependencies, instanceId, signIn.oauthAttemptId),
    userData: userData && {
      first_name: userData.first_name,
      last_name: userData.last_name,
      image_url: userData.image_url,
      has_image: userData.has_image,
    },
    secondFactors: user && status === 'needs_second_factor' ? secondFactorsOf(user) : null,
    settings: instance.settings,
    now: clock.now(),
  });
}

/** `client.sign_in`: what the browser is in the middle of; null after completion. */
export async function describeCurrentSignIn(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'encryption'>,
  {
    instance,
    clientId,
  }: { instance: Pick<Instance, 'id' | 'frontendApiUrl' | 'settings'>; clientId: string },
): Promise<SignInResource | null> {
  const { clock, database } = dependencies;
  const key = { instanceId: instance.id, clientId, now: clock.now() };
  const signIn = await findCurrentSignIn(database.queries, key);
  return signIn && describeSignIn(dependencies, { instance, signIn });
}
