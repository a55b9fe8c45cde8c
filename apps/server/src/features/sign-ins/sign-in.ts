/** An attempt to sign in, made in one browser. */
export interface SignIn {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string;
  readonly status:
    | 'needs_identifier'
    | 'needs_first_factor'
    | 'needs_second_factor'
    | 'needs_new_password'
    | 'complete';
  /** The address or username that was typed, in the form in which it is compared. */
  readonly identifier: string | null;
  /** Decides which factors are offered: nothing about the account does. */
  readonly identifierKind: 'email_address' | 'username' | null;
  /** Null for an unknown identifier too: such an attempt goes through the same motions and never succeeds. */
  readonly userId: string | null;
  /** Names the e-mail factor in this attempt alone, so that it tells nothing about the account. */
  readonly emailFactorId: string | null;
  /** The code that was last sent; null until one was (frontend-api.md 4.9). */
  readonly verificationId: string | null;
  /** The visit at a provider that this waits for, or was decided by. */
  readonly oauthAttemptId: string | null;
  /** An unknown address gets its code or link too, and the right one makes this a sign-up. */
  readonly signUpIfMissing: boolean;
  /** The strategy that succeeded. */
  readonly verifiedStrategy: SignInStrategy | null;
  /** When it did, for a session that waits for the second factor. */
  readonly firstFactorVerifiedAt: Date | null;
  readonly secondFactorStrategy: SecondFactorStrategy | null;
  readonly createdSessionId: string | null;
  readonly abandonAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type SignInStrategy =
  | 'password'
  | 'email_code'
  | 'email_link'
  | 'reset_password_email_code'
  | 'ticket'
  | `oauth_${string}`;
export type SecondFactorStrategy = 'totp' | 'backup_code';

/** Whether the proof of its address makes this attempt of nobody a sign-up. */
export const canTransfer = (signIn: SignIn): boolean =>
  signIn.signUpIfMissing && signIn.userId === null && signIn.identifierKind === 'email_address';

export const SIGN_IN_LIFETIME_SECONDS = 86_400;
