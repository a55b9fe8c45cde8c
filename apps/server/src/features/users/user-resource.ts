import { externalAccountResource } from '../external-accounts/index.ts';
import type { Instance } from '../instances/index.ts';
import { imageUrlOf } from './avatar.ts';
import type { EmailAddress } from './email-address.ts';
import type { JsonObject, User } from './user.ts';
import { identifierOf } from './user.ts';

const milliseconds = (instant: Date | null): number | null => instant?.getTime() ?? null;

/** An address as both APIs show it (frontend-api.md 4.5). */
export function emailAddressResource(address: EmailAddress) {
  return {
    id: address.id,
    object: 'email_address' as const,
    email_address: address.emailAddress,
    reserved: false,
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
  ticket: 'verification_ticket',
  admin: 'verification_admin',
};

/** Null until a code was sent: `unverified` with a strategy would read as "already sent" (frontend-api.md 4.9). */
function verificationOf(address: EmailAddress) {
  if (!address.verified && address.verificationId === null) return null;
  const strategy = address.verificationStrategy ?? 'email_code';
  return {
    object: OBJECT_OF_PROOF[strategy] ?? 'verification_from_oauth',
    status: address.verified ? ('verified' as const) : ('unverified' as const),
    strategy,
    attempts: null,
    expire_at: null,
  };
}

export interface UserResourceOptions {
  readonly instance: Pick<Instance, 'frontendApiUrl'>;
  /** True for browsers: without private metadata. */
  readonly forFrontend: boolean;
}

/** A user on the wire (frontend-api.md 4.4, backend-api.md 6.8). */
export function userResource(user: User, { instance, forFrontend }: UserResourceOptions) {
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
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    email_addresses: user.emailAddresses.map((address) => ({
      ...emailAddressResource(address),
      linked_to: accountsWith(address, user),
    })),
    external_accounts: user.externalAccounts.map((account) => externalAccountResource(account)),
    ...EMPTY_LISTS,
    ...SECOND_FACTORS,
    password_enabled: user.passwordHash !== null,
    password_last_updated_at: milliseconds(user.passwordUpdatedAt),
    public_metadata: user.publicMetadata,
    ...(forFrontend ? {} : { private_metadata: user.privateMetadata }),
    unsafe_metadata: user.unsafeMetadata,
    delete_self_enabled: user.deleteSelfEnabled,
    create_organization_enabled: user.createOrganizationEnabled,
    create_organizations_limit: user.createOrganizationsLimit,
    banned: user.banned,
    locked: false,
    deprovisioned: false,
    lockout_expires_in_seconds: null,
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
  phone_numbers: [] as never[],
  web3_wallets: [] as never[],
  passkeys: [] as never[],
  saml_accounts: [] as never[],
  enterprise_accounts: [] as never[],
  organization_memberships: [] as never[],
};

const SECOND_FACTORS = {
  two_factor_enabled: false,
  totp_enabled: false,
  backup_code_enabled: false,
  mfa_enabled_at: null,
  mfa_disabled_at: null,
};

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
