import type { Dependencies } from '../../dependencies.ts';
import { SIGN_IN_LIFETIME_SECONDS, type SignIn } from './sign-in.ts';
import type { SignInBrowser } from './sign-in-browser.ts';

/** An attempt that nothing was said in yet; not stored. */
export function newSignIn(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  { instance, client }: Pick<SignInBrowser, 'instance' | 'client'>,
): SignIn {
  const now = clock.now();
  return {
    instanceId: instance.id,
    id: random.id('sia'),
    clientId: client.id,
    status: 'needs_identifier',
    identifier: null,
    identifierKind: null,
    userId: null,
    emailFactorId: null,
    verificationId: null,
    oauthAttemptId: null,
    signUpIfMissing: false,
    verifiedStrategy: null,
    firstFactorVerifiedAt: null,
    secondFactorStrategy: null,
    createdSessionId: null,
    abandonAt: new Date(now.getTime() + SIGN_IN_LIFETIME_SECONDS * 1000),
    createdAt: now,
    updatedAt: now,
  };
}
