import type { UserDraft } from './user-draft.ts';
import type { ColumnValue, Row, UserRows } from './user-rows.ts';

/** What a draft adds to a user who is there already. */
export interface UserFilling extends Omit<UserRows, 'user'> {
  /** Columns of the user's row that lacked a value. */
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** When the source last changed the user; null when it does not say, or said so before. */
  readonly updatedAt: string | null;
}

/** Record fields that are one column each, and the value that says "nothing was ever set". */
const SINGLE: Readonly<Record<string, ColumnValue>> = {
  external_id: null,
  username: null,
  first_name: null,
  last_name: null,
  locale: null,
  timezone: null,
  banned: false,
  bypass_client_trust: false,
  delete_self_enabled: true,
  create_organization_enabled: true,
  create_organizations_limit: null,
  legal_accepted_at: null,
  last_sign_in_at: null,
  last_active_at: null,
  mfa_enabled_at: null,
  mfa_disabled_at: null,
};
const METADATA = ['public_metadata', 'private_metadata', 'unsafe_metadata'];
const PASSWORD = [
  'password_hash',
  'password_digest',
  'password_hasher',
  'password_updated_at',
  'password_compromised',
];

/**
 * What a draft adds to a present user: only what the user lacks, and only of fields that no import spoke of
 * before. So nothing that was changed or removed here since is put back, and a second source can complete the first.
 * @param spokenOf fields of earlier imports; null when no import brought this user in
 */
export function fillUser(
  draft: UserDraft,
  present: UserRows,
  spokenOf: readonly string[] | null,
): UserFilling {
  const isNew = (field: string) => draft.fields.includes(field) && !(spokenOf ?? []).includes(field);
  const columns: Record<string, ColumnValue> = {};
  const take = (names: readonly string[]) => {
    for (const name of names) columns[name] = draft.user[name] ?? null;
  };
  for (const [field, nothing] of Object.entries(SINGLE))
    if (isNew(field) && present.user[field] === nothing && draft.user[field] !== nothing) take([field]);
  for (const field of METADATA)
    if (isNew(field) && isEmpty(present.user[field]) && !isEmpty(draft.user[field])) take([field]);
  const hasPassword = present.user.password_hash !== null || present.user.password_digest !== null;
  if (isNew('password_digest') && !hasPassword && draft.fields.includes('password_digest')) take(PASSWORD);
  if (
    isNew('totp_secret') &&
    present.user.sealed_totp_secret === null &&
    draft.user.sealed_totp_secret !== null
  )
    take(['sealed_totp_secret', 'totp_verified_at']);
  if (isNew('locked') && !present.user.locked && draft.user.locked) take(['locked', 'lockout_expires_at']);
  // An import without instants took them from the id: now they are known.
  if (isNew('created_at') && spokenOf !== null && instantOf(present) !== instantOf(draft))
    take(['created_at']);
  const emailAddresses = isNew('email_addresses')
    ? missing(draft, present, 'emailAddresses', 'email_address')
    : [];
  const phoneNumbers = isNew('phone_numbers') ? missing(draft, present, 'phoneNumbers', 'phone_number') : [];
  const externalAccounts = isNew('external_accounts') ? missingAccounts(draft, present) : [];
  fillPrimary(columns, draft, present, 'email_address', [...present.emailAddresses, ...emailAddresses]);
  fillPrimary(columns, draft, present, 'phone_number', [...present.phoneNumbers, ...phoneNumbers]);
  const wantsCodes = isNew('backup_codes') && present.backupCodes.length === 0;
  const backupCodes = wantsCodes ? draft.backupCodes : [];
  if (backupCodes.length > 0) take(['sealed_backup_code_key']);
  const updatedAt = isNew('updated_at') ? String(draft.user.updated_at) : null;
  return { columns, updatedAt, emailAddresses, phoneNumbers, externalAccounts, backupCodes };
}

/** Whether anything would be written. */
export function fillsAnything(filling: UserFilling): boolean {
  const { columns, updatedAt: _, ...lists } = filling;
  return Object.keys(columns).length > 0 || Object.values(lists).some((rows) => rows.length > 0);
}

const instantOf = ({ user }: UserRows): number =>
  new Date(user.created_at as string | Date as string).getTime();

const isEmpty = (value: ColumnValue | undefined): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function missing(
  draft: UserRows,
  present: UserRows,
  list: 'emailAddresses' | 'phoneNumbers',
  column: string,
): Row[] {
  const there = new Set(present[list].map((row) => row[column]));
  const hasDefault = present[list].some((row) => row.default_second_factor === true);
  return draft[list]
    .filter((row) => !there.has(row[column]))
    .map((row) => (hasDefault && row.default_second_factor ? { ...row, default_second_factor: false } : row));
}

function missingAccounts(draft: UserRows, present: UserRows): Row[] {
  const person = (row: Row) => `${String(row.provider)} ${String(row.provider_user_id)}`;
  const there = new Set(present.externalAccounts.map(person));
  return draft.externalAccounts.filter((row) => !there.has(person(row)));
}

/** A user without a primary identifier gets the draft's: that row, or the present one of the same value. */
function fillPrimary(
  columns: Record<string, ColumnValue>,
  draft: UserDraft,
  present: UserRows,
  kind: 'email_address' | 'phone_number',
  rows: readonly Row[],
): void {
  const column = `primary_${kind}_id`;
  const wanted = draft.user[column];
  if (present.user[column] !== null || wanted === null) return;
  const list = kind === 'email_address' ? draft.emailAddresses : draft.phoneNumbers;
  const value = list.find((row) => row.id === wanted)?.[kind];
  const row = rows.find((each) => each[kind] === value);
  if (row) columns[column] = row.id;
}
