import type { ExternalAccount } from '../external-accounts/index.ts';
import type { EmailAddress } from './email-address.ts';

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
  /** argon2id, in the encoded form; null for a user without a password. Never leaves the server. */
  readonly passwordHash: string | null;
  readonly passwordUpdatedAt: Date | null;
  readonly publicMetadata: JsonObject;
  /** For backends alone: in no token, preview or Frontend API answer. */
  readonly privateMetadata: JsonObject;
  /** Written by the user's own browser: never to be trusted. */
  readonly unsafeMetadata: JsonObject;
  readonly banned: boolean;
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

/** First and last name joined by a blank, one alone when the other is missing, null without both. */
export function fullName(user: Pick<User, 'firstName' | 'lastName'>): string | null {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || null;
}

export function primaryEmailAddress(user: Pick<User, 'emailAddresses' | 'primaryEmailAddressId'>) {
  return user.emailAddresses.find((address) => address.id === user.primaryEmailAddressId) ?? null;
}

/** The name under which others recognise the user: username, primary address or id. */
export function identifierOf(user: User): string {
  return primaryEmailAddress(user)?.emailAddress ?? user.username ?? user.id;
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
}
