import type { Dependencies } from '../../dependencies.ts';
import { findVerification } from '../verifications/index.ts';
import type { SignUp } from './sign-up.ts';
import { signUpResource } from './sign-up-resource.ts';
import { findCurrentSignUp } from './sign-up-store.ts';

export type SignUpResource = ReturnType<typeof signUpResource>;

/** An attempt with its last sent code, on the wire. */
export async function describeSignUp(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  signUp: SignUp,
): Promise<SignUpResource> {
  const { instanceId, verificationId } = signUp;
  const verification =
    verificationId && (await findVerification(database.queries, instanceId, verificationId));
  return signUpResource(signUp, verification || null, clock.now());
}

/** `client.sign_up`: what the browser is in the middle of; null after completion. */
export async function describeCurrentSignUp(
  dependencies: Pick<Dependencies, 'clock' | 'database'>,
  { instanceId, clientId }: { instanceId: string; clientId: string },
): Promise<SignUpResource | null> {
  const { clock, database } = dependencies;
  const signUp = await findCurrentSignUp(database.queries, { instanceId, clientId, now: clock.now() });
  return signUp && describeSignUp(dependencies, signUp);
}
