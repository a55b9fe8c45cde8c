import type { JsonObject } from '../users/index.ts';

/** An attempt to become a user, made in one browser. */
export interface SignUp {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string;
  readonly status: 'missing_requirements' | 'complete';
  readonly emailAddress: string | null;
  /** How the address was proved; null until then. */
  readonly emailVerifiedBy: 'email_code' | 'ticket' | null;
  /** The code that was last sent; null until one really was (frontend-api.md 4.9). */
  readonly verificationId: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Null until given, and again once the user was made. */
  readonly passwordHash: string | null;
  readonly unsafeMetadata: JsonObject;
  /** From an invitation; browsers cannot write it. */
  readonly publicMetadata: JsonObject;
  readonly locale: string | null;
  readonly legalAcceptedAt: Date | null;
  readonly createdUserId: string | null;
  readonly createdSessionId: string | null;
  readonly abandonAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const SIGN_UP_LIFETIME_SECONDS = 86_400;

export const REQUIRED_FIELDS = ['email_address', 'password'] as const;
export const OPTIONAL_FIELDS = ['first_name', 'last_name'] as const;

/** Required and not given yet. */
export function missingFields(signUp: SignUp): string[] {
  const given = {
    email_address: signUp.emailAddress !== null,
    password: signUp.passwordHash !== null || signUp.status === 'complete',
  };
  return REQUIRED_FIELDS.filter((field) => !given[field]);
}

/** Given and not proved yet. */
export function unverifiedFields(signUp: SignUp): string[] {
  return signUp.emailAddress !== null && signUp.emailVerifiedBy === null ? ['email_address'] : [];
}

/** Whether the user can be made. */
export function isReady(signUp: SignUp): boolean {
  return (
    signUp.status === 'missing_requirements' &&
    missingFields(signUp).length === 0 &&
    unverifiedFields(signUp).length === 0
  );
}
