import type {
  OrganizationMembershipRecord,
  OrganizationRecord,
  RecordedEmailAddress,
  RecordedExternalAccount,
  RecordedPhoneNumber,
  RecordedVerification,
  UserRecord,
} from '@bartleby/api-contract';
import { FieldReader, said } from './field-reader.ts';
import { readPlainFields } from './flat-user-record.ts';

/** A user as Clerk's Backend API shows it, or as `bartleby export` wrote it. `now` in epoch milliseconds. */
export function apiUserRecord(read: FieldReader, now: number): UserRecord {
  return said<UserRecord>({
    object: 'user',
    id: read.text('id') ?? '',
    external_id: read.text('external_id'),
    username: read.text('username'),
    first_name: read.text('first_name'),
    last_name: read.text('last_name'),
    locale: read.text('locale'),
    timezone: read.text('timezone'),
    primary_email_address_id: read.text('primary_email_address_id'),
    primary_phone_number_id: read.text('primary_phone_number_id'),
    email_addresses: nested(read, 'email_addresses', emailAddress),
    phone_numbers: nested(read, 'phone_numbers', phoneNumber),
    external_accounts: nested(read, 'external_accounts', externalAccount),
    password_digest: read.text('password_digest'),
    password_hasher: read.text('password_hasher'),
    password_normalized: read.flag('password_normalized'),
    password_last_updated_at: read.instant('password_last_updated_at'),
    password_compromised: read.flag('password_compromised'),
    totp_secret: read.text('totp_secret'),
    totp_verified_at: read.instant('totp_verified_at'),
    backup_codes: read.list('backup_codes'),
    backup_code_key: read.text('backup_code_key'),
    mfa_enabled_at: read.instant('mfa_enabled_at'),
    mfa_disabled_at: read.instant('mfa_disabled_at'),
    lockout_expires_at: lockoutEnd(read, now),
    ...readPlainFields(read),
  });
}

/** The API tells how many seconds are left; an export, when they end. */
function lockoutEnd(read: FieldReader, now: number): number | undefined {
  const seconds = read.integer('lockout_expires_in_seconds');
  return seconds === undefined ? read.instant('lockout_expires_at') : now + seconds * 1000;
}

/** The members of a list of objects, each read on its own; problems come back with their place. */
function nested<T>(
  read: FieldReader,
  field: string,
  toRecord: (read: FieldReader) => T,
): readonly T[] | undefined {
  return read.objects(field)?.map((object, index) => {
    const inner = new FieldReader(object);
    const record = toRecord(inner);
    for (const problem of inner.problems) read.refuse(`${field}.${index}.${problem.field}`, problem.message);
    return record;
  });
}

function verificationOf(read: FieldReader): RecordedVerification | null {
  const found = read.object('verification');
  if (!found) return null;
  const inner = new FieldReader(found);
  return said<RecordedVerification>({
    status: inner.text('status') ?? 'unverified',
    strategy: inner.text('strategy'),
    verified_at: inner.instant('verified_at'),
  });
}

const identification = (read: FieldReader) => ({
  id: read.text('id'),
  verification: verificationOf(read),
  reserved: read.flag('reserved'),
  created_at: read.instant('created_at'),
  updated_at: read.instant('updated_at'),
});

const emailAddress = (read: FieldReader): RecordedEmailAddress =>
  said({ email_address: read.text('email_address') ?? '', ...identification(read) });

const phoneNumber = (read: FieldReader): RecordedPhoneNumber =>
  said({
    phone_number: read.text('phone_number') ?? '',
    ...identification(read),
    reserved_for_second_factor: read.flag('reserved_for_second_factor'),
    default_second_factor: read.flag('default_second_factor'),
  });

function externalAccount(read: FieldReader): RecordedExternalAccount {
  const provider = read.text('provider') ?? '';
  return said<RecordedExternalAccount>({
    id: read.text('id'),
    identification_id: read.text('identification_id'),
    provider: provider === '' || provider.startsWith('oauth_') ? provider : `oauth_${provider}`,
    // Accounts of Google and Facebook had names of their own for it in older versions of the API.
    provider_user_id:
      read.text('provider_user_id') ?? read.text('google_id') ?? read.text('facebook_id') ?? '',
    email_address: read.text('email_address'),
    email_address_verified: read.flag('email_address_verified'),
    first_name: read.text('first_name'),
    last_name: read.text('last_name'),
    username: read.text('username'),
    image_url: read.text('image_url'),
    phone_number: read.text('phone_number'),
    label: read.text('label'),
    public_metadata: read.object('public_metadata'),
    approved_scopes: read.text('approved_scopes'),
    verification: verificationOf(read),
    created_at: read.instant('created_at'),
    updated_at: read.instant('updated_at'),
  });
}

export function organizationRecord(read: FieldReader): OrganizationRecord {
  return said<OrganizationRecord>({
    object: 'organization',
    id: read.text('id') ?? '',
    name: read.text('name') ?? '',
    slug: read.text('slug'),
    max_allowed_memberships: read.integer('max_allowed_memberships'),
    admin_delete_enabled: read.flag('admin_delete_enabled'),
    public_metadata: read.object('public_metadata'),
    private_metadata: read.object('private_metadata'),
    created_by: read.text('created_by'),
    created_at: read.instant('created_at'),
    updated_at: read.instant('updated_at'),
  });
}

/** The API nests organization and user; an export names their ids. */
export function membershipRecord(read: FieldReader): OrganizationMembershipRecord {
  const organization = new FieldReader(read.object('organization') ?? {});
  const user = new FieldReader(read.object('public_user_data') ?? {});
  return said<OrganizationMembershipRecord>({
    object: 'organization_membership',
    id: read.text('id') ?? '',
    organization_id: read.text('organization_id') ?? organization.text('id') ?? '',
    user_id: read.text('user_id') ?? user.text('user_id') ?? '',
    role: read.text('role') ?? '',
    public_metadata: read.object('public_metadata'),
    private_metadata: read.object('private_metadata'),
    created_at: read.instant('created_at'),
    updated_at: read.instant('updated_at'),
  });
}
