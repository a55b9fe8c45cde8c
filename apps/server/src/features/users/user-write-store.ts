import type { Queries } from '../../database/database.ts';
import type { PasswordDigest } from './passwords/password-digest.ts';
import type { JsonObject, User, UserFields } from './user.ts';

/** What may be changed on a stored user. `undefined` leaves a field as it is. */
export interface UserChanges extends UserFields {
  readonly primaryEmailAddressId?: string | null;
  readonly primaryPhoneNumberId?: string | null;
  /** Setting one kind of hash removes the other. */
  readonly passwordHash?: string | null;
  readonly passwordDigest?: PasswordDigest | null;
  readonly passwordUpdatedAt?: Date | null;
  readonly passwordCompromised?: boolean;
  readonly publicMetadata?: JsonObject;
  readonly privateMetadata?: JsonObject;
  readonly unsafeMetadata?: JsonObject;
  readonly banned?: boolean;
  readonly imageId?: string | null;
  readonly locked?: boolean;
  readonly lockoutExpiresAt?: Date | null;
  readonly mfaEnabledAt?: Date | null;
  readonly mfaDisabledAt?: Date | null;
  readonly createdAt?: Date;
}

const json = (value: JsonObject | undefined) => (value === undefined ? undefined : JSON.stringify(value));

/** A user has one hash of the password or none: what is set removes what was there. */
function passwordColumns({ passwordHash, passwordDigest }: UserChanges) {
  if (passwordDigest)
    return {
      password_hash: null,
      password_digest: passwordDigest.digest,
      password_hasher: passwordDigest.hasher,
    };
  const removed = passwordHash !== undefined || passwordDigest === null;
  return {
    password_hash: passwordHash,
    ...(removed && { password_digest: null, password_hasher: null }),
  };
}

/** Columns of the given changes; Kysely leaves out those that are undefined. */
const toColumns = (changes: UserChanges) => ({
  external_id: changes.externalId,
  username: changes.username,
  first_name: changes.firstName,
  last_name: changes.lastName,
  primary_email_address_id: changes.primaryEmailAddressId,
  primary_phone_number_id: changes.primaryPhoneNumberId,
  ...passwordColumns(changes),
  password_updated_at: changes.passwordUpdatedAt,
  password_compromised: changes.passwordCompromised,
  public_metadata: json(changes.publicMetadata),
  private_metadata: json(changes.privateMetadata),
  unsafe_metadata: json(changes.unsafeMetadata),
  banned: changes.banned,
  locked: changes.locked,
  lockout_expires_at: changes.lockoutExpiresAt,
  mfa_enabled_at: changes.mfaEnabledAt,
  mfa_disabled_at: changes.mfaDisabledAt,
  bypass_client_trust: changes.bypassClientTrust,
  delete_self_enabled: changes.deleteSelfEnabled,
  create_organization_enabled: changes.createOrganizationEnabled,
  create_organizations_limit: changes.createOrganizationsLimit,
  locale: changes.locale,
  timezone: changes.timezone,
  legal_accepted_at: changes.legalAcceptedAt,
  image_id: changes.imageId,
  created_at: changes.createdAt,
});

/** Inserts a user without addresses and numbers; they come by insertEmailAddress and insertPhoneNumber. */
export async function insertUser(queries: Queries, user: User): Promise<void> {
  await queries
    .insertInto('users')
    .values({
      ...toColumns(user),
      created_at: user.createdAt,
      instance_id: user.instanceId,
      id: user.id,
      updated_at: user.updatedAt,
    })
    .execute();
}

/** Writes the given fields; false when there is no such user. */
export async function updateUserFields(
  queries: Queries,
  user: Pick<User, 'instanceId' | 'id'>,
  changes: UserChanges,
  now: Date,
): Promise<boolean> {
  const [result] = await queries
    .updateTable('users')
    .set({ ...toColumns(changes), updated_at: now })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .execute();
  return Number(result?.numUpdatedRows ?? 0) > 0;
}

/** Puts our own hash in the place of this very digest; one that was changed meanwhile stays. */
export async function replacePasswordDigest(
  queries: Queries,
  user: Pick<User, 'instanceId' | 'id'>,
  { digest, hasher }: PasswordDigest,
  passwordHash: string,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ password_hash: passwordHash, password_digest: null, password_hasher: null })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .where('password_digest', '=', digest)
    .where('password_hasher', '=', hasher)
    .execute();
}

/** Notes a completed sign-in. */
export async function updateLastSignIn(
  queries: Queries,
  instanceId: string,
  userId: string,
  now: Date,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ last_sign_in_at: now, last_active_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', userId)
    .execute();
}

/** Notes that a user was active, once a day (UTC): the precision in which it is shown (backend-api.md 6.8). */
export async function updateLastActive(
  queries: Queries,
  instanceId: string,
  userId: string,
  now: Date,
): Promise<void> {
  const startOfDay = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
  await queries
    .updateTable('users')
    .set({ last_active_at: now })
    .where('instance_id', '=', instanceId)
    .where('id', '=', userId)
    .where((where) =>
      where.or([where('last_active_at', 'is', null), where('last_active_at', '<', startOfDay)]),
    )
    .execute();
}

/** Deletes the user and, by the database's own rule, addresses and tickets. False when there was none. */
export async function deleteUserRow(queries: Queries, instanceId: string, userId: string): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('users')
    .where('instance_id', '=', instanceId)
    .where('id', '=', userId)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}

const UNIQUE_VIOLATION = '23505'; // PostgreSQL, appendix A: error codes
const FIELD_OF_CONSTRAINT: Readonly<Record<string, string>> = {
  email_addresses_held: 'email_address',
  email_addresses_of_user: 'email_address',
  phone_numbers_held: 'phone_number',
  phone_numbers_of_user: 'phone_number',
  users_username: 'username',
  users_external_id: 'external_id',
  external_accounts_provider_user: 'external_account',
};

/** Which field a failed write collided on, by its name on the wire; null when it failed for another reason. */
export function findConflictingField(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== UNIQUE_VIOLATION) return null;
  return 'constraint' in error ? (FIELD_OF_CONSTRAINT[String(error.constraint)] ?? null) : null;
}
