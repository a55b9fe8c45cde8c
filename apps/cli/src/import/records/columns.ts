/** The columns of the user export that Clerk's Dashboard makes. */
const DASHBOARD_COLUMNS = [
  'id',
  'first_name',
  'last_name',
  'username',
  'primary_email_address',
  'primary_phone_number',
  'verified_email_addresses',
  'unverified_email_addresses',
  'verified_phone_numbers',
  'unverified_phone_numbers',
  'totp_secret',
  'password_digest',
  'password_hasher',
] as const;

/** What Clerk's own command line writes besides, and `bartleby export` in its users.csv. */
const FURTHER_COLUMNS = [
  'external_id',
  'locale',
  'timezone',
  'public_metadata',
  'private_metadata',
  'unsafe_metadata',
  'banned',
  'locked',
  'bypass_client_trust',
  'delete_self_enabled',
  'create_organization_enabled',
  'create_organizations_limit',
  'legal_accepted_at',
  'last_sign_in_at',
  'last_active_at',
  'created_at',
  'updated_at',
] as const;

export const knownColumns: readonly string[] = [...DASHBOARD_COLUMNS, ...FURTHER_COLUMNS];
export type Column = (typeof DASHBOARD_COLUMNS)[number] | (typeof FURTHER_COLUMNS)[number];
