import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { requireMetadata } from './metadata.ts';
import { checkWrittenMetadata, recordMetadataViolations } from './metadata-schemas/written-metadata.ts';
import type { PasswordDigest } from './passwords/password-digest.ts';
import { assertAcceptablePassword, normalizePassword } from './passwords/password-policy.ts';
import { requirePasswordDigest } from './passwords/require-password-digest.ts';
import { refuseConflicts } from './refuse-conflicts.ts';
import {
  requireSecondFactors,
  type SecondFactorInput,
  storeSecondFactorsIn,
} from './second-factors/given-second-factors.ts';
import { settleSecondFactorsIn } from './second-factors/settle-second-factors.ts';
import { requireText, requireUsername } from './text-fields.ts';
import type { User, UserFields } from './user.ts';
import { findUser, findUserForUpdate } from './user-store.ts';
import { type UserChanges, updateUserFields } from './user-write-store.ts';

/** Changes as they came in; `undefined` leaves a field as it is, an empty text removes it. */
export interface UserUpdate extends UserFields, SecondFactorInput {
  readonly primaryEmailAddressId?: string;
  readonly primaryPhoneNumberId?: string;
  readonly createdAt?: Date;
  readonly password?: string;
  /** A hash that was made elsewhere, instead of a password, and the name of its format. */
  readonly passwordDigest?: string;
  readonly passwordHasher?: string;
  readonly skipPasswordChecks?: boolean;
  /** Whole fields are replaced (Clerk: PATCH /users/{id} before version 2026-05-12). */
  readonly publicMetadata?: unknown;
  readonly privateMetadata?: unknown;
  readonly unsafeMetadata?: unknown;
}

const textOf = (value: string | null | undefined, paramName: string) =>
  value === undefined ? undefined : requireText(value, paramName);

function checkedChanges(update: UserUpdate): {
  [Field in keyof UserChanges]?: UserChanges[Field] | undefined;
} {
  const metadataOf = (value: unknown, field: Parameters<typeof requireMetadata>[1]) =>
    value === undefined ? undefined : requireMetadata(value, field);
  return {
    username: update.username === undefined ? undefined : requireUsername(update.username),
    firstName: textOf(update.firstName, 'first_name'),
    lastName: textOf(update.lastName, 'last_name'),
    externalId: textOf(update.externalId, 'external_id'),
    locale: textOf(update.locale, 'locale'),
    timezone: textOf(update.timezone, 'timezone'),
    publicMetadata: metadataOf(update.publicMetadata, 'public_metadata'),
    privateMetadata: metadataOf(update.privateMetadata, 'private_metadata'),
    unsafeMetadata: metadataOf(update.unsafeMetadata, 'unsafe_metadata'),
    deleteSelfEnabled: update.deleteSelfEnabled,
    createOrganizationEnabled: update.createOrganizationEnabled,
    createOrganizationsLimit: update.createOrganizationsLimit,
    legalAcceptedAt: update.legalAcceptedAt,
    bypassClientTrust: update.bypassClientTrust,
    primaryEmailAddressId: update.primaryEmailAddressId,
    primaryPhoneNumberId: update.primaryPhoneNumberId,
    createdAt: update.createdAt,
  };
}

/**
 * Changes a user.
 * @throws Refusal resource_not_found, form_* for a bad value, form_identifier_exists, invalid_totp_secret_code,
 *   metadata_schema_violated
 */
export async function updateUser(
  dependencies: Dependencies,
  input: { instance: Instance; actor: Actor; userId: string; update: UserUpdate },
): Promise<User> {
  const { clock, database, passwords } = dependencies;
  const { instance, userId, update, actor } = input;
  const changes = checkedChanges(update);
  const violations = checkWrittenMetadata(instance, {
    public_metadata: changes.publicMetadata,
    private_metadata: changes.privateMetadata,
    unsafe_metadata: changes.unsafeMetadata,
  });
  const passwordDigest = requirePasswordDigest(update);
  const given = requireSecondFactors(instance, update);
  const before = await findUser(database.queries, instance.id, userId);
  if (!before) throw new Refusal('resource_not_found', { param_name: 'user_id' });
  const { password } = update;
  if (password !== undefined && !update.skipPasswordChecks)
    assertAcceptablePassword(password, 'password', identifiersOf(before));
  const passwordHash = password === undefined ? undefined : await passwords.hash(normalizePassword(password));
  return refuseConflicts(() =>
    database.transaction(async (queries) => {
      const user = await findUserForUpdate(queries, instance.id, userId);
      if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
      requireOwn(user.emailAddresses, update.primaryEmailAddressId, 'primary_email_address_id');
      requireOwn(user.phoneNumbers, update.primaryPhoneNumberId, 'primary_phone_number_id');
      const now = clock.now();
      await updateUserFields(
        queries,
        user,
        { ...changes, ...secretOf({ passwordHash, passwordDigest }, now) } as UserChanges,
        now,
      );
      await storeSecondFactorsIn(dependencies, queries, { user, given, now });
      const totpEnabled = user.totpEnabled || given.totpSecret !== null;
      await settleSecondFactorsIn(queries, { user, after: { ...user, totpEnabled }, now });
      await recordEvent(queries, instance.id, { type: 'user.updated', actor, data: { id: userId } });
      await recordMetadataViolations(queries, { instanceId: instance.id, userId, actor, violations });
      return getUserIn(queries, instance.id, userId);
    }),
  );
}

/** A new password or digest; one that was known to others is forgotten with it. */
function secretOf(
  {
    passwordHash,
    passwordDigest,
  }: { passwordHash: string | undefined; passwordDigest: PasswordDigest | undefined },
  now: Date,
): UserChanges {
  const isNew = { passwordUpdatedAt: now, passwordCompromised: false };
  if (passwordDigest) return { passwordDigest, ...isNew };
  return passwordHash === undefined ? {} : { passwordHash, ...isNew };
}

async function getUserIn(...[queries, instanceId, userId]: Parameters<typeof findUser>): Promise<User> {
  const user = await findUser(queries, instanceId, userId);
  if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
  return user;
}

/** What a password must not be equal to. */
export function identifiersOf(user: User): string[] {
  const addresses = user.emailAddresses.map((address) => address.emailAddress);
  const numbers = user.phoneNumbers.map((number) => number.phoneNumber);
  return [...addresses, ...numbers, ...(user.username === null ? [] : [user.username])];
}

/** What becomes primary is a verified one of the user's own. Throws Refusal form_param_value_invalid. */
function requireOwn(
  identifiers: readonly { readonly id: string; readonly verified: boolean }[],
  wanted: string | undefined,
  paramName: string,
): void {
  if (wanted !== undefined && !identifiers.find(({ id }) => id === wanted)?.verified)
    throw new Refusal('form_param_value_invalid', { param_name: paramName });
}
