import type { AuthenticationSettings } from '../instances/index.ts';
import type { JsonObject } from '../users/index.ts';

/** An attempt to become a user, made in one browser. */
export interface SignUp {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string;
  readonly status: 'missing_requirements' | 'complete';
  readonly emailAddress: string | null;
  /** How the address was proved; null until then. */
  readonly emailVerifiedBy: 'email_code' | 'email_link' | 'ticket' | `from_oauth_${string}` | null;
  /** The invitation's ticket, which is used up when the user is made. */
  readonly ticketId: string | null;
  /** The code that was last sent; null until one really was (frontend-api.md 4.9). */
  readonly verificationId: string | null;
  /** The visit at a provider that this waits for, or that said who signs up. */
  readonly oauthAttemptId: string | null;
  /** The provider's strategy, once it has said who signs up. */
  readonly externalAccountStrategy: `oauth_${string}` | null;
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

/** Each field that can be asked for, its setting, and whether the attempt has it. */
const FIELDS = {
  email_address: { setting: 'emailAddress', isGiven: (signUp: SignUp) => signUp.emailAddress !== null },
  username: { setting: 'username', isGiven: (signUp: SignUp) => signUp.username !== null },
  first_name: { setting: 'firstName', isGiven: (signUp: SignUp) => signUp.firstName !== null },
  last_name: { setting: 'lastName', isGiven: (signUp: SignUp) => signUp.lastName !== null },
  password: {
    setting: 'password',
    // Whoever comes by another provider needs none.
    isGiven: (signUp: SignUp) =>
      signUp.passwordHash !== null || signUp.externalAccountStrategy !== null || signUp.status === 'complete',
  },
} as const;
type Field = keyof typeof FIELDS;
const names = Object.keys(FIELDS) as Field[];

export const requiredFields = (settings: AuthenticationSettings): Field[] =>
  names.filter((name) => settings[FIELDS[name].setting] === 'required');
export const optionalFields = (settings: AuthenticationSettings): Field[] =>
  names.filter((name) => settings[FIELDS[name].setting] === 'on');

/** Required and not given yet. */
export function missingFields(signUp: SignUp, settings: AuthenticationSettings): Field[] {
  return requiredFields(settings).filter((name) => !FIELDS[name].isGiven(signUp));
}

/** Given and not proved yet. */
export function unverifiedFields(signUp: SignUp): string[] {
  return signUp.emailAddress !== null && signUp.emailVerifiedBy === null ? ['email_address'] : [];
}

/** Whether the user can be made. */
export function isReady(signUp: SignUp, settings: AuthenticationSettings): boolean {
  return (
    signUp.status === 'missing_requirements' &&
    missingFields(signUp, settings).length === 0 &&
    unverifiedFields(signUp).length === 0
  );
}
