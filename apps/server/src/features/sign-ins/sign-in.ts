/** An attempt to sign in, made in one browser. */
export interface SignIn {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string;
  readonly status: 'needs_identifier' | 'needs_first_factor' | 'needs_new_password' | 'complete';
  /** The address that was typed, in its stored form. */
  readonly identifier: string | null;
  /** Null for an unknown identifier too: such an attempt goes through the same motions and never succeeds. */
  readonly userId: string | null;
  /** Names the e-mail factor in this attempt alone, so that it tells nothing about the account. */
  readonly emailFactorId: string | null;
  /** The code that was last sent; null until one was (frontend-api.md 4.9). */
  readonly verificationId: string | null;
  /** The strategy that succeeded. */
  readonly verifiedStrategy: SignInStrategy | null;
  readonly createdSessionId: string | null;
  readonly abandonAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type SignInStrategy = 'password' | 'email_code' | 'reset_password_email_code' | 'ticket';

export const SIGN_IN_LIFETIME_SECONDS = 86_400;
