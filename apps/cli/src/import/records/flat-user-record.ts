import type { RecordedVerification, UserRecord } from '@bartleby/api-contract';
import { type FieldReader, said } from './field-reader.ts';

const VERIFIED: RecordedVerification = { status: 'verified' };

/**
 * A user of a flat row: a line of the Dashboard's CSV export, or an object of the same names. Lists of addresses
 * have no ids there; new ones are made. A primary address counts as verified unless it stands among the
 * unverified ones, as Clerk reads its own file.
 */
export function flatUserRecord(read: FieldReader): UserRecord {
  const emails = identifiers(read, 'email_address', 'email_addresses', (text) => text.trim().toLowerCase());
  const phones = identifiers(read, 'phone_number', 'phone_numbers', (text) => text.replace(/[\s().-]/g, ''));
  const digest = read.text('password_digest');
  const hasher = read.text('password_hasher');
  if (digest !== undefined && hasher === undefined)
    read.refuse('password_hasher', 'is missing: say how the password_digest was made, such as bcrypt.');
  return said<UserRecord>({
    object: 'user',
    id: read.text('id') ?? '',
    external_id: read.text('external_id'),
    username: read.text('username'),
    first_name: read.text('first_name'),
    last_name: read.text('last_name'),
    locale: read.text('locale'),
    timezone: read.text('timezone'),
    primary_email_address: emails.primary,
    primary_phone_number: phones.primary,
    email_addresses: emails.list?.map(({ text, ...rest }) => ({ email_address: text, ...rest })),
    phone_numbers: phones.list?.map(({ text, ...rest }) => ({ phone_number: text, ...rest })),
    password_digest: digest,
    password_hasher: digest === undefined ? undefined : hasher,
    totp_secret: read.text('totp_secret'),
    ...readPlainFields(read),
  });
}

/** What a flat row and Clerk's Backend API call and mean alike. */
export function readPlainFields(read: FieldReader) {
  return {
    public_metadata: read.object('public_metadata'),
    private_metadata: read.object('private_metadata'),
    unsafe_metadata: read.object('unsafe_metadata'),
    banned: read.flag('banned'),
    locked: read.flag('locked'),
    bypass_client_trust: read.flag('bypass_client_trust'),
    delete_self_enabled: read.flag('delete_self_enabled'),
    create_organization_enabled: read.flag('create_organization_enabled'),
    create_organizations_limit: read.integer('create_organizations_limit'),
    legal_accepted_at: read.instant('legal_accepted_at'),
    last_sign_in_at: read.instant('last_sign_in_at'),
    last_active_at: read.instant('last_active_at'),
    created_at: read.instant('created_at'),
    updated_at: read.instant('updated_at'),
  };
}

interface Identifiers {
  primary: string | undefined;
  list: { text: string; verification: RecordedVerification | null }[] | undefined;
}

function identifiers(
  read: FieldReader,
  one: string,
  many: string,
  normalize: (text: string) => string,
): Identifiers {
  const primary = read.text(`primary_${one}`);
  const verified = read.list(`verified_${many}`);
  const unverified = read.list(`unverified_${many}`);
  if (primary === undefined && verified === undefined && unverified === undefined)
    return { primary, list: undefined };
  const found = new Map<string, { text: string; verification: RecordedVerification | null }>();
  for (const text of unverified ?? []) found.set(normalize(text), { text, verification: null });
  if (primary !== undefined && !found.has(normalize(primary)))
    found.set(normalize(primary), { text: primary, verification: VERIFIED });
  for (const text of verified ?? []) found.set(normalize(text), { text, verification: VERIFIED });
  const first = primary === undefined ? undefined : found.get(normalize(primary));
  const others = [...found.values()].filter((each) => each !== first);
  return { primary, list: first ? [first, ...others] : others };
}
