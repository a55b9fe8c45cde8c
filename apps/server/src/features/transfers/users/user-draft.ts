import type { UserRecord } from '@bartleby/api-contract';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  normalizeEmailAddress,
  normalizePhoneNumber,
  requireMetadata,
  requireText,
  requireUsername,
} from '../../users/index.ts';
import { fieldsOf, fingerprintOf } from '../fingerprint.ts';
import { clerkIdTime } from './clerk-id-time.ts';
import { emailAddressRows, externalAccountRows, phoneNumberRows } from './identifier-rows.ts';
import { backupCodeRows, passwordColumns, type SecretContext, totpColumns } from './secret-columns.ts';
import { instantColumn, type Row, type UserRows } from './user-rows.ts';

/** A record that was checked: the rows it would become, and what it speaks of. */
export interface UserDraft extends UserRows {
  /** Names of the record's fields that say something. */
  readonly fields: readonly string[];
  readonly fingerprint: Buffer;
}

/**
 * A record as rows, every value in normal form, with ids where the source has none. Nothing is asked of the database.
 * @throws Refusal form_* for the first value that cannot be kept
 */
export function draftUser(
  { clock, encryption, random }: Pick<Dependencies, 'clock' | 'encryption' | 'random'>,
  instanceId: string,
  record: UserRecord,
): UserDraft {
  const now = clock.now().getTime();
  const createdAt = record.created_at ?? clerkIdTime(record.id, now) ?? now;
  const context: SecretContext = {
    instanceId,
    userId: record.id,
    id: (prefix) => random.id(prefix),
    createdAt,
    dependencies: { encryption, random },
  };
  const emailAddresses = emailAddressRows(record.email_addresses ?? [], context);
  const phoneNumbers = phoneNumberRows(record.phone_numbers ?? [], context);
  const backupCodes = backupCodeRows(record, context);
  const user = {
    ...plainColumns(record),
    ...passwordColumns(record, context),
    ...totpColumns(record, context),
    sealed_backup_code_key: backupCodes.sealedKey,
    primary_email_address_id: primaryOf(emailAddresses, {
      id: record.primary_email_address_id,
      value: record.primary_email_address && normalizeEmailAddress(record.primary_email_address),
      column: 'email_address',
    }),
    primary_phone_number_id: primaryOf(phoneNumbers, {
      id: record.primary_phone_number_id,
      value: record.primary_phone_number && normalizePhoneNumber(record.primary_phone_number),
      column: 'phone_number',
    }),
    created_at: instantColumn(createdAt),
    updated_at: instantColumn(record.updated_at ?? createdAt),
  };
  return {
    user,
    emailAddresses,
    phoneNumbers,
    externalAccounts: externalAccountRows(record.external_accounts ?? [], context),
    backupCodes: backupCodes.rows,
    fields: fieldsOf(record),
    fingerprint: fingerprintOf(record),
  };
}

/** The identifier that the record calls primary. Throws Refusal form_param_value_invalid when it is none of the user's. */
function primaryOf(
  rows: readonly Row[],
  { id, value, column }: { id: string | null | undefined; value: string | null | undefined; column: string },
): string | null {
  if (!id && !value) return null;
  const found = rows.find((row) => (id ? row.id === id : row[column] === value));
  if (found) return found.id;
  throw new Refusal('form_param_value_invalid', {
    param_name: `primary_${column}`,
    message: 'is not the user’s',
    long_message: `The primary ${column.replace('_', ' ')} is none of those that the record lists.`,
  });
}

const instant = (milliseconds: number | null | undefined): string | null =>
  milliseconds === null || milliseconds === undefined ? null : instantColumn(milliseconds);

function plainColumns(record: UserRecord) {
  const locked = record.locked ?? false;
  return {
    id: record.id,
    external_id: requireText(record.external_id ?? null, 'external_id'),
    username: requireUsername(record.username ?? null),
    first_name: requireText(record.first_name ?? null, 'first_name'),
    last_name: requireText(record.last_name ?? null, 'last_name'),
    locale: requireText(record.locale ?? null, 'locale'),
    timezone: requireText(record.timezone ?? null, 'timezone'),
    public_metadata: requireMetadata(record.public_metadata ?? {}, 'public_metadata'),
    private_metadata: requireMetadata(record.private_metadata ?? {}, 'private_metadata'),
    unsafe_metadata: requireMetadata(record.unsafe_metadata ?? {}, 'unsafe_metadata'),
    banned: record.banned ?? false,
    locked,
    lockout_expires_at: locked ? instant(record.lockout_expires_at) : null,
    mfa_enabled_at: instant(record.mfa_enabled_at),
    mfa_disabled_at: instant(record.mfa_disabled_at),
    bypass_client_trust: record.bypass_client_trust ?? false,
    delete_self_enabled: record.delete_self_enabled ?? true,
    create_organization_enabled: record.create_organization_enabled ?? true,
    create_organizations_limit: record.create_organizations_limit ?? null,
    legal_accepted_at: instant(record.legal_accepted_at),
    last_sign_in_at: instant(record.last_sign_in_at),
    last_active_at: instant(record.last_active_at),
  };
}
