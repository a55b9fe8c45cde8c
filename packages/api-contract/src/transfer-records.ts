// What `POST …/import` takes and `GET …/export` gives: one JSON object per record, in the shape of Clerk's Backend
// API, with what that API keeps to itself added (digests, secrets, instants). All instants are epoch milliseconds.

type Instant = number;
type JsonObject = { readonly [name: string]: unknown };

/** How an identifier was proved; null: it was not. */
export interface RecordedVerification {
  readonly status: string;
  readonly strategy?: string | null;
  readonly verified_at?: Instant | null;
}

interface RecordedIdentifier {
  /** `idn_…`; made new when missing. */
  readonly id?: string;
  readonly verification?: RecordedVerification | null;
  /** Held for its user although not verified. */
  readonly reserved?: boolean;
  readonly created_at?: Instant;
  readonly updated_at?: Instant;
}

export interface RecordedEmailAddress extends RecordedIdentifier {
  readonly email_address: string;
}

export interface RecordedPhoneNumber extends RecordedIdentifier {
  /** E.164. */
  readonly phone_number: string;
  readonly reserved_for_second_factor?: boolean;
  readonly default_second_factor?: boolean;
}

export interface RecordedExternalAccount {
  /** `eac_…`; made new when missing. */
  readonly id?: string;
  readonly identification_id?: string | null;
  /** The strategy: `oauth_google`. */
  readonly provider: string;
  readonly provider_user_id: string;
  readonly email_address?: string | null;
  readonly email_address_verified?: boolean | null;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly username?: string | null;
  readonly image_url?: string | null;
  readonly phone_number?: string | null;
  readonly label?: string | null;
  readonly public_metadata?: JsonObject;
  readonly approved_scopes?: string;
  readonly verification?: RecordedVerification | null;
  readonly created_at?: Instant;
  readonly updated_at?: Instant;
}

/** A field that is missing says nothing: a new user gets the default, a present one keeps what it has. */
export interface UserRecord {
  readonly object: 'user';
  readonly id: string;
  readonly external_id?: string | null;
  readonly username?: string | null;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly locale?: string | null;
  readonly timezone?: string | null;
  readonly primary_email_address_id?: string | null;
  /** For sources without ids: the address itself. */
  readonly primary_email_address?: string | null;
  readonly primary_phone_number_id?: string | null;
  readonly primary_phone_number?: string | null;
  readonly email_addresses?: readonly RecordedEmailAddress[];
  readonly phone_numbers?: readonly RecordedPhoneNumber[];
  readonly external_accounts?: readonly RecordedExternalAccount[];
  readonly password_digest?: string | null;
  readonly password_hasher?: string | null;
  /** The password was brought into Unicode's NFKC before it was hashed: true of what this server hashed. */
  readonly password_normalized?: boolean;
  readonly password_last_updated_at?: Instant | null;
  readonly password_compromised?: boolean;
  /** Base32 (RFC 4648), as authenticator apps take it. */
  readonly totp_secret?: string | null;
  readonly totp_verified_at?: Instant | null;
  /** Plain codes, bcrypt digests, or `hmac_sha256:` and the Base64 of a code's HMAC under `backup_code_key`. */
  readonly backup_codes?: readonly string[];
  readonly backup_code_key?: string | null;
  readonly mfa_enabled_at?: Instant | null;
  readonly mfa_disabled_at?: Instant | null;
  readonly public_metadata?: JsonObject;
  readonly private_metadata?: JsonObject;
  readonly unsafe_metadata?: JsonObject;
  readonly banned?: boolean;
  readonly locked?: boolean;
  /** Null with `locked`: until somebody unlocks. */
  readonly lockout_expires_at?: Instant | null;
  readonly bypass_client_trust?: boolean;
  readonly delete_self_enabled?: boolean;
  readonly create_organization_enabled?: boolean;
  readonly create_organizations_limit?: number | null;
  readonly legal_accepted_at?: Instant | null;
  readonly last_sign_in_at?: Instant | null;
  readonly last_active_at?: Instant | null;
  readonly created_at?: Instant;
  readonly updated_at?: Instant;
}

export interface OrganizationRecord {
  readonly object: 'organization';
  readonly id: string;
  readonly name: string;
  readonly slug?: string | null;
  readonly max_allowed_memberships?: number | null;
  readonly admin_delete_enabled?: boolean;
  readonly public_metadata?: JsonObject;
  readonly private_metadata?: JsonObject;
  readonly created_by?: string | null;
  readonly created_at?: Instant;
  readonly updated_at?: Instant;
}

export interface OrganizationMembershipRecord {
  readonly object: 'organization_membership';
  readonly id: string;
  readonly organization_id: string;
  readonly user_id: string;
  /** The role's key: `org:admin`. */
  readonly role: string;
  readonly public_metadata?: JsonObject;
  readonly private_metadata?: JsonObject;
  readonly created_at?: Instant;
  readonly updated_at?: Instant;
}

export type TransferRecord = UserRecord | OrganizationRecord | OrganizationMembershipRecord;

/** In the order in which they are imported and exported: a membership needs the other two. */
export const transferObjects = ['user', 'organization', 'organization_membership'] as const;
export type TransferObject = (typeof transferObjects)[number];

/** Most records of one `POST …/import`, which is one transaction. */
export const MAX_IMPORT_RECORDS = 500;

/**
 * What became of a record. `updated`: it was there, and fields that it lacked were filled. `skipped`: it had been
 * brought in before and was deleted here since.
 */
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'refused';
