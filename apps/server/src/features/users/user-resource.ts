import { externalAccountResource } from '../external-accounts/index.ts';
import type { Instance } from '../instances/index.ts';
import { imageUrlOf } from './avatar.ts';
import type { EmailAddress } from './email-addresses/email-address.ts';
import type { PhoneNumber } from './phone-numbers/phone-number.ts';
import { hasPassword, hasSecondFactor, identifierOf, isLocked, type JsonObject, type User } from './user.ts';

const milliseconds = (instant: Date | null): number | null => instant?.getTime() ?? null;

/** An address as both APIs show it (frontend-api.md 4.5). */
export function emailAddressResource(address: EmailAddress) {
  return {
    id: address.id,
    object: 'email_address' as const,
    email_address: address.emailAddress,
    reserved: address.reserved,
    verification: verificationOf(address),
    linked_to: [] as { id: string; type: string }[],
    matches_sso_connection: false,
    created_at: address.createdAt.getTime(),
    updated_at: address.updatedAt.getTime(),
  };
}

/** The accounts at other providers that have the same address. */
const accountsWith = ({ emailAddress }: EmailAddress, { externalAccounts }: User) =>
  externalAccounts
    .filter((account) => account.verified && account.emailAddress === emailAddress)
    .map(({ id, provider }) => ({ id, type: provider }));

const OBJECT_OF_PROOF: Readonly<Record<string, string>> = {
  email_code: 'verification_otp',
  email_link: 'verification_email_link',
  phone_code: 'verification_otp',
  ticket: 'verification_ticket',
  admin: 'verification_admin',
};

/** Null until a code was sent: `unverified` with a strategy would read as "already sent" (frontend-api.md 4.9). */
function verificationOf(identifier: EmailAddress | PhoneNumber) {
  if (!identifier.verified && identifier.verificationId === null) return null;
  const code = 'emailAddress' in identifier ? ('email_code' as const) : ('phone_code' as const);
  const strategy = identifier.verificationStrategy ?? code;
  return {
    object: OBJECT_OF_PROOF[strategy] ?? 'verification_from_oauth',
    status: identifier.verified ? ('verified' as const) : ('unverified' as const),
    strategy,
    attempts: null,
    expire_at: null,
  };
}

/** A number as both APIs show it; backup codes are shown when they are made, never here (backend-api.md 6.8). */
export function phoneNumberResource(number: PhoneNumber) {
  return {
    id: number.id,
    object: 'phone_number' as const,
    phone_number: number.phoneNumber,
    reserved_for_second_factor: number.reservedForSecondFactor,
    default_second_factor: number.defaultSecondFactor,
    reserved: number.reserved,
    verification: verificationOf(number),
    linked_to: [] as { id: string; type: string }[],
    backup_codes: null,
    created_at: number.createdAt.getTime(),
    updated_at: number.updatedAt.getTime(),
  };
}

export interface UserResourceOptions {
  readonly instance: Pick<Instance, 'frontendApiUrl'>;
  /** True for browsers: without private metadata. */
  readonly forFrontend: boolean;
  /** Whether a lock holds depends on it. */
  readonly now: Date;
}

/** A user on the wire (frontend-api.md 4.4, backend-api.md 6.8). */
export function userResource(user: User, { instance, forFrontend, now }: UserResourceOptions) {
  const lock = lockOf(user, now);
  const imageUrl = imageUrlOf(instance.frontendApiUrl, user);
  return {
    id: user.id,
    object: 'user' as const,
    external_id: user.externalId,
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    locale: user.locale,
    timezone: user.timezone,
    image_url: imageUrl,
    profile_image_url: imageUrl,
    has_image: user.imageId !== null,
    primary_email_address_id: user.primaryEmailAddressId,
    primary_phone_number_id: user.primaryPhoneNumberId,
    primary_web3_wallet_id: null,
    email_addresses: user.emailAddresses.map((address) => ({
      ...emailAddressResource(address),
      linked_to: accountsWith(address, user),
    })),
    phone_numbers: user.phoneNumbers.map(phoneNumberResource),
    external_accounts: user.externalAccounts.map((account) => externalAccountResource(account)),
    ...EMPTY_LISTS,
    two_factor_enabled: hasSecondFactor(user),
    totp_enabled: user.totpEnabled,
    backup_code_enabled: user.backupCodeEnabled,
    mfa_enabled_at: milliseconds(user.mfaEnabledAt),
    mfa_disabled_at: milliseconds(user.mfaDisabledAt),
    password_enabled: hasPassword(user),
    password_last_updated_at: milliseconds(user.passwordUpdatedAt),
    public_metadata: user.publicMetadata,
    ...(forFrontend ? {} : { private_metadata: user.privateMetadata }),
    unsafe_metadata: user.unsafeMetadata,
    delete_self_enabled: user.deleteSelfEnabled,
    create_organization_enabled: user.createOrganizationEnabled,
    // Browsers are told 0 for no limit; servers null (frontend-api.md 4.4, backend-api.md 6.8).
    create_organizations_limit: user.createOrganizationsLimit ?? (forFrontend ? 0 : null),
    banned: user.banned,
    ...lock,
    deprovisioned: false,
    ...(forFrontend ? {} : { bypass_client_trust: user.bypassClientTrust }),
    verification_attempts_remaining: null,
    legal_accepted_at: milliseconds(user.legalAcceptedAt),
    last_sign_in_at: milliseconds(user.lastSignInAt),
    last_active_at: milliseconds(user.lastActiveAt),
    created_at: user.createdAt.getTime(),
    updated_at: user.updatedAt.getTime(),
  } satisfies UserResource;
}

/** Kinds of identifiers and accounts that users do not have yet: the SDKs want the lists all the same. */
const EMPTY_LISTS = {
  web3_wallets: [] as never[],
  passkeys: [] as never[],
  saml_accounts: [] as never[],
  enterprise_accounts: [] as never[],
  organization_memberships: [] as never[],
};

/** Seconds are null for a lock without an end, and for a user who is not locked. */
function lockOf(user: User, now: Date) {
  const locked = isLocked(user, now);
  const expiresAt = locked ? user.lockoutExpiresAt : null;
  return {
    locked,
    lockout_expires_in_seconds: expiresAt && Math.ceil((expiresAt.getTime() - now.getTime()) / 1000),
  };
}

export type EmailAddressResource = ReturnType<typeof emailAddressResource>;

export interface UserResource {
  readonly id: string;
  readonly object: 'user';
  readonly email_addresses: readonly EmailAddressResource[];
  readonly public_metadata: JsonObject;
  readonly private_metadata?: JsonObject;
  readonly unsafe_metadata: JsonObject;
  readonly [field: string]: unknown;
}

/** What others may see of a user (frontend-api.md 4.5). */
export function publicUserData(user: User, instance: Pick<Instance, 'frontendApiUrl'>) {
  return {
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    image_url: imageUrlOf(instance.frontendApiUrl, user),
    has_image: user.imageId !== null,
    identifier: identifierOf(user),
  };
}
