import type {
  RecordedEmailAddress,
  RecordedExternalAccount,
  RecordedPhoneNumber,
  RecordedVerification,
  UserRecord,
} from '@bartleby/api-contract';
import type { Dependencies } from '../../../dependencies.ts';
import { backupCodeKeyContext, totpSecretContext, totpSecretText } from '../../users/index.ts';
import type { UserRows } from './user-rows.ts';

interface RecordContext {
  readonly encryption: Dependencies['encryption'];
  readonly instanceId: string;
}

/** Values as the driver reads them from the columns that are exported. */
type StoredRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** A user as an export writes it: everything that an import needs to make the same user again. */
export function userRecord(rows: UserRows, context: RecordContext): UserRecord {
  const user = rows.user as StoredRow;
  const text = (name: string) => user[name] as string | null;
  const flag = (name: string) => user[name] as boolean;
  return {
    object: 'user',
    id: user.id,
    external_id: text('external_id'),
    username: text('username'),
    first_name: text('first_name'),
    last_name: text('last_name'),
    locale: text('locale'),
    timezone: text('timezone'),
    primary_email_address_id: text('primary_email_address_id'),
    primary_phone_number_id: text('primary_phone_number_id'),
    email_addresses: inOrder(rows.emailAddresses).map(emailAddress),
    phone_numbers: inOrder(rows.phoneNumbers).map(phoneNumber),
    external_accounts: inOrder(rows.externalAccounts).map(externalAccount),
    ...secrets(user, rows, context),
    public_metadata: user.public_metadata as UserRecord['public_metadata'] & object,
    private_metadata: user.private_metadata as UserRecord['private_metadata'] & object,
    unsafe_metadata: user.unsafe_metadata as UserRecord['unsafe_metadata'] & object,
    banned: flag('banned'),
    locked: flag('locked'),
    lockout_expires_at: instantOrNull(user.lockout_expires_at),
    bypass_client_trust: flag('bypass_client_trust'),
    delete_self_enabled: flag('delete_self_enabled'),
    create_organization_enabled: flag('create_organization_enabled'),
    create_organizations_limit: user.create_organizations_limit as number | null,
    legal_accepted_at: instantOrNull(user.legal_accepted_at),
    last_sign_in_at: instantOrNull(user.last_sign_in_at),
    last_active_at: instantOrNull(user.last_active_at),
    created_at: instant(user.created_at),
    updated_at: instant(user.updated_at),
  };
}

function secrets(user: StoredRow, { backupCodes }: UserRows, { encryption, instanceId }: RecordContext) {
  const { password_hash, password_digest, password_hasher, sealed_totp_secret, sealed_backup_code_key } =
    user as StoredRow &
      Record<'password_hash' | 'password_digest' | 'password_hasher', string | null> &
      Record<'sealed_totp_secret' | 'sealed_backup_code_key', Buffer | null>;
  // A secret that was never verified is no factor yet: it stays behind.
  const isFactor = sealed_totp_secret !== null && user.totp_verified_at !== null;
  const totp =
    isFactor && encryption.open(sealed_totp_secret, totpSecretContext({ instanceId, id: user.id }));
  const key =
    sealed_backup_code_key &&
    encryption.open(sealed_backup_code_key, backupCodeKeyContext({ instanceId, id: user.id }));
  return {
    password_digest: password_hash ?? password_digest,
    password_hasher: password_hash === null ? password_hasher : 'argon2id',
    password_normalized: password_hash !== null,
    password_last_updated_at: instantOrNull(user.password_updated_at),
    password_compromised: user.password_compromised as boolean,
    totp_secret: totp ? totpSecretText(totp) : null,
    totp_verified_at: instantOrNull(user.totp_verified_at),
    backup_codes: [...backupCodes].map((row) => backupCode(row as StoredRow)).sort(),
    backup_code_key: key ? Buffer.from(key).toString('base64') : null,
    mfa_enabled_at: instantOrNull(user.mfa_enabled_at),
    mfa_disabled_at: instantOrNull(user.mfa_disabled_at),
  };
}

const backupCode = ({ bcrypt_digest, code_hash }: StoredRow): string =>
  (bcrypt_digest as string | null) ?? `hmac_sha256:${(code_hash as Buffer).toString('base64')}`;

const instant = (value: unknown): number => (value as Date).getTime();
const instantOrNull = (value: unknown): number | null => (value === null ? null : instant(value));

/** By time, then by the bytes of the id. */
function inOrder(rows: readonly unknown[]): StoredRow[] {
  return [...(rows as StoredRow[])].sort(
    (one, other) => instant(one.created_at) - instant(other.created_at) || (one.id < other.id ? -1 : 1),
  );
}

function verification(row: StoredRow): RecordedVerification | null {
  if (!row.verified) return null;
  const strategy = row.verification_strategy as string;
  return { status: 'verified', strategy, verified_at: instantOrNull(row.verified_at) };
}

const emailAddress = (row: StoredRow): RecordedEmailAddress => ({
  id: row.id,
  email_address: row.email_address as string,
  verification: verification(row),
  reserved: row.reserved as boolean,
  created_at: instant(row.created_at),
  updated_at: instant(row.updated_at),
});

const phoneNumber = (row: StoredRow): RecordedPhoneNumber => ({
  id: row.id,
  phone_number: row.phone_number as string,
  verification: verification(row),
  reserved: row.reserved as boolean,
  reserved_for_second_factor: row.reserved_for_second_factor as boolean,
  default_second_factor: row.default_second_factor as boolean,
  created_at: instant(row.created_at),
  updated_at: instant(row.updated_at),
});

const externalAccount = (row: StoredRow): RecordedExternalAccount => ({
  id: row.id,
  identification_id: row.identification_id as string,
  provider: row.provider as string,
  provider_user_id: row.provider_user_id as string,
  email_address: row.email_address as string | null,
  email_address_verified: row.email_address_verified as boolean,
  first_name: row.first_name as string | null,
  last_name: row.last_name as string | null,
  username: row.username as string | null,
  image_url: row.image_url as string | null,
  phone_number: row.phone_number as string | null,
  label: row.label as string | null,
  public_metadata: row.public_metadata as RecordedExternalAccount['public_metadata'] & object,
  approved_scopes: row.approved_scopes as string,
  verification: row.verified ? { status: 'verified', strategy: row.provider as string } : null,
  created_at: instant(row.created_at),
  updated_at: instant(row.updated_at),
});
