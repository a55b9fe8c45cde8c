import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { findOAuthVerification } from '../oauth-attempts/index.ts';
import { findVerification } from '../verifications/index.ts';
import type { SignUp } from './sign-up.ts';
import { signUpResource } from './sign-up-resource.ts';
import { findCurrentSignUp } from './sign-up-store.ts';

export type SignUpResource = ReturnType<typeof signUpResource>;

/** An attempt with its last sent code, on the wire. */
export async function describeSignUp(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'encryption'>,
  { instance, signUp }: { instance: Pick<Instance, 'settings'>; signUp: SignUp },
): Promise<SignUpResource> {
  const { clock, database } = dependencies;
  const { instanceId, verificationId, oauthAttemptId } = signUp;
  const verification =
    verificationId && (await findVerification(database.queries, instanceId, verificationId));
  const { settings } = instance;
  return signUpResource(signUp, {
    verification: verification || null,
    oauthVerification: await findOAuthVerification(dependencies, instanceId, oauthAttemptId),
    settings,
    now: clock.now(),
  });
}

/** `client.sign_up`: what the browser is in the middle of; null after completion. */
export async function describeCurrentSignUp(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'encryption'>,
  { instance, clientId }: { instance: Pick<Instance, 'id' | 'settings'>; clientId: string },
): Promise<SignUpResource | null> {
  const { clock, database } = dependencies;
  const key = { instanceId: instance.id, clientId, now: clock.now() };
  const signUp = await findCurrentSignUp(database.queries, key);
  return signUp && describeSignUp(dependencies, { instance, signUp });
}
