/** A value of a column as JSON: the database makes instants and bytes of texts. */
export type ColumnValue =
  | string
  | number
  | boolean
  | null
  | readonly ColumnValue[]
  | { [name: string]: unknown };

/** One row, by its columns' names and without the instance's id. */
export type Row = Readonly<Record<string, ColumnValue>> & { readonly id: string };

/** A user as rows: what an import inserts, or compares with what is there. */
export interface UserRows {
  readonly user: Row;
  readonly emailAddresses: readonly Row[];
  readonly phoneNumbers: readonly Row[];
  readonly externalAccounts: readonly Row[];
  readonly backupCodes: readonly Row[];
}

/** Columns that an import writes. What is not named here keeps the table's default. */
export const importedColumns = {
  users: [
    'id',
    'external_id',
    'username',
    'first_name',
    'last_name',
    'locale',
    'timezone',
    'primary_email_address_id',
    'primary_phone_number_id',
    'password_hash',
    'password_digest',
    'password_hasher',
    'password_updated_at',
    'password_compromised',
    'public_metadata',
    'private_metadata',
    'unsafe_metadata',
    'banned',
    'locked',
    'lockout_expires_at',
    'sealed_totp_secret',
    'totp_verified_at',
    'sealed_backup_code_key',
    'mfa_enabled_at',
    'mfa_disabled_at',
    'bypass_client_trust',
    'delete_self_enabled',
    'create_organization_enabled',
    'create_organizations_limit',
    'legal_accepted_at',
    'last_sign_in_at',
    'last_active_at',
    'created_at',
    'updated_at',
  ],
  email_addresses: [
    'id',
    'user_id',
    'email_address',
    'verified',
    'reserved',
    'verification_strategy',
    'verified_at',
    'created_at',
    'updated_at',
  ],
  phone_numbers: [
    'id',
    'user_id',
    'phone_number',
    'verified',
    'reserved',
    'verification_strategy',
    'verified_at',
    'reserved_for_second_factor',
    'default_second_factor',
    'created_at',
    'updated_at',
  ],
  external_accounts: [
    'id',
    'user_id',
    'identification_id',
    'provider',
    'provider_user_id',
    'email_address',
    'email_address_verified',
    'first_name',
    'last_name',
    'username',
    'image_url',
    'phone_number',
    'label',
    'public_metadata',
    'approved_scopes',
    'verified',
    'created_at',
    'updated_at',
  ],
  backup_codes: ['id', 'user_id', 'code_hash', 'bcrypt_digest', 'created_at'],
} as const;

export type ImportedTable = keyof typeof importedColumns;

/** Bytes as the database reads them from JSON. */
export const bytesColumn = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

/** An instant as the database reads it from JSON. */
export const instantColumn = (milliseconds: number): string => new Date(milliseconds).toISOString();
