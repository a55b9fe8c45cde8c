import type { ExternalAccount } from '../external-accounts/index.ts';
import type { EmailAddress } from './email-addresses/email-address.ts';
import type { PasswordDigest } from './passwords/password-digest.ts';
import type { PhoneNumber } from './phone-numbers/phone-number.ts';

/** A value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** A person who can sign in to one instance. */
export interface User {
  readonly instanceId: string;
  readonly id: string;
  readonly externalId: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly primaryEmailAddressId: string | null;
  /** In the order in which they were added. */
  readonly emailAddresses: readonly EmailAddress[];
  /** At other providers, in the order in which they were added; confirmed or not. */
  readonly externalAccounts: readonly ExternalAccount[];
  readonly primaryPhoneNumberId: string | null;
  /** In the order in which they were added. */
  readonly phoneNumbers: readonly PhoneNumber[];
  /** argon2id, in the encoded form; null without a password of our own hashing. Never leaves the server. */
  readonly passwordHash: string | null;
  /** A hash that was made elsewhere, until the first right password replaces it by `passwordHash`. */
  readonly passwordDigest: PasswordDigest | null;
  readonly passwordUpdatedAt: Date | null;
  /** The password is known to others: another one has to be chosen at the next sign-in. */
  readonly passwordCompromised: boolean;
  readonly publicMetadata: JsonObject;
  /** For backends alone: in no token, preview or Frontend API answer. */
  readonly privateMetadata: JsonObject;
  /** Written by the user's own browser: never to be trusted. */
  readonly unsafeMetadata: JsonObject;
  readonly banned: boolean;
  /** Kept from signing in until `lockoutExpiresAt`, or without an end when that is null. See `isLocked`. */
  readonly locked: boolean;
  readonly lockoutExpiresAt: Date | null;
  /** Has a verified authenticator app. */
  readonly totpEnabled: boolean;
  /** Has backup codes left. */
  readonly backupCodeEnabled: boolean;
  /** When the user last got a second factor, and last lost the last one: neither resets the other. */
  readonly mfaEnabledAt: Date | null;
  readonly mfaDisabledAt: Date | null;
  readonly bypassClientTrust: boolean;
  readonly deleteSelfEnabled: boolean;
  readonly createOrganizationEnabled: boolean;
  readonly createOrganizationsLimit: number | null;
  readonly locale: string | null;
  readonly timezone: string | null;
  readonly legalAcceptedAt: Date | null;
  /** The picture that the user uploaded; null shows one made from the initials. */
  readonly imageId: string | null;
  readonly lastSignInAt: Date | null;
  readonly lastActiveAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a user has of whom nothing else is known. */
export const BLANK_USER = {
  externalId: null,
  username: null,
  firstName: null,
  lastName: null,
  primaryEmailAddressId: null,
  emailAddresses: [],
  externalAccounts: [],
  imageId: null,
  primaryPhoneNumberId: null,
  phoneNumbers: [],
  passwordHash: null,
  passwordDigest: null,
  passwordUpdatedAt: null,
  passwordCompromised: false,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  banned: false,
  locked: false,
  lockoutExpiresAt: null,
  totpEnabled: false,
  backupCodeEnabled: false,
  mfaEnabledAt: null,
  mfaDisabledAt: null,
  bypassClientTrust: false,
  deleteSelfEnabled: true,
  createOrganizationEnabled: true,
  createOrganizationsLimit: null,
  locale: null,
  timezone: null,
  legalAcceptedAt: null,
  lastSignInAt: null,
  lastActiveAt: null,
} as const satisfies Omit<User, 'instanceId' | 'id' | 'createdAt' | 'updatedAt'>;

/** First and last name joined by a blank, one alone when the other is missing, null without both. */
export function fullName(user: Pick<User, 'firstName' | 'lastName'>): string | null {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || null;
}

export function primaryEmailAddress(user: Pick<User, 'emailAddresses' | 'primaryEmailAddressId'>) {
  return user.emailAddresses.find((address) => address.id === user.primaryEmailAddressId) ?? null;
}

export function primaryPhoneNumber(user: Pick<User, 'phoneNumbers' | 'primaryPhoneNumberId'>) {
  return user.phoneNumbers.find((number) => number.id === user.primaryPhoneNumberId) ?? null;
}

/** Whether the user can be asked for a password, whoever hashed it. */
export function hasPassword(user: Pick<User, 'passwordHash' | 'passwordDigest'>): boolean {
  return user.passwordHash !== null || user.passwordDigest !== null;
}

/** Whether a sign-in has to pass a second factor: an authenticator app, or a number kept for that. */
export function hasSecondFactor(user: Pick<User, 'totpEnabled' | 'phoneNumbers'>): boolean {
  return user.totpEnabled || user.phoneNumbers.some((number) => number.reservedForSecondFactor);
}

/** Whether the user is kept from signing in at `now`. */
export function isLocked(user: Pick<User, 'locked' | 'lockoutExpiresAt'>, now: Date): boolean {
  return user.locked && (user.lockoutExpiresAt === null || user.lockoutExpiresAt > now);
}

/** The name under which others recognise the user: primary address, username, primary number or id. */
export function identifierOf(user: User): string {
  const { emailAddress } = primaryEmailAddress(user) ?? {};
  return emailAddress ?? user.username ?? primaryPhoneNumber(user)?.phoneNumber ?? user.id;
}

/** The user's name, or else what others recognise them by. */
export function displayName(user: User): string {
  return fullName(user) ?? identifierOf(user);
}

/** One or two letters for the generated avatar: of the names, else of the address or username. */
export function initials(user: User): string {
  const names = [user.firstName, user.lastName].filter((name): name is string => Boolean(name));
  const sources = names.length > 0 ? names : [identifierOf(user)];
  return sources
    .map((source) => source.match(/[\p{L}\p{N}]/u)?.[0] ?? '')
    .join('')
    .toUpperCase();
}

/** What may be said of a user when it is made and when it is changed; `undefined` says nothing. */
export interface UserFields {
  readonly externalId?: string | null;
  readonly username?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly deleteSelfEnabled?: boolean;
  readonly createOrganizationEnabled?: boolean;
  readonly createOrganizationsLimit?: number | null;
  readonly locale?: string | null;
  readonly timezone?: string | null;
  readonly legalAcceptedAt?: Date | null;
  readonly bypassClientTrust?: boolean;
}
