import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import type { EmailAddress, EmailAddressProof } from './email-addresses/email-address.ts';
import { insertEmailAddress } from './email-addresses/email-address-store.ts';
import { requireMetadata } from './metadata.ts';
import { assertAcceptablePassword, normalizePassword } from './passwords/password-policy.ts';
import { requirePasswordDigest } from './passwords/require-password-digest.ts';
import { insertPhoneNumber } from './phone-numbers/phone-number-store.ts';
import { requireEmailAddress, requireText, requireUsername } from './text-fields.ts';
import { BLANK_USER, type JsonObject, type User, type UserFields } from './user.ts';
import { findConflictingField, insertUser } from './user-write-store.ts';

/** A user to be made, as it came in; everything is checked here. */
export interface UserInput extends UserFields {
  readonly emailAddresses?: readonly string[];
  readonly password?: string | null;
  /** A hash that was made elsewhere, instead of a password, and the name of its format. */
  readonly passwordDigest?: string | null;
  readonly passwordHasher?: string | null;
  /** For imports and tests: leaves out the policy, never the hashing. */
  readonly skipPasswordChecks?: boolean;
  readonly publicMetadata?: unknown;
  readonly privateMetadata?: unknown;
  readonly unsafeMetadata?: unknown;
  readonly banned?: boolean;
  readonly createdAt?: Date;
}

const metadataOr = (value: unknown, field: Parameters<typeof requireMetadata>[1]): JsonObject =>
  value === undefined ? {} : requireMetadata(value, field);

/**
 * Makes a user; addresses count as proved and the first becomes primary (backend-api.md 6.7).
 * @throws Refusal form_* for a bad value, form_data_missing without any identifier, form_identifier_exists
 */
export async function createUser(
  dependencies: Dependencies,
  { instance, actor, ...input }: UserInput & { instance: Instance; actor: Actor },
): Promise<User> {
  const addresses = [...new Set((input.emailAddresses ?? []).map((text) => requireEmailAddress(text)))];
  const username = requireUsername(input.username ?? null);
  if (addresses.length === 0 && username === null)
    throw new Refusal('form_data_missing', { param_name: 'email_address' });
  const password = input.password ?? null;
  const passwordDigest = requirePasswordDigest(input) ?? null;
  if (password !== null && !input.skipPasswordChecks)
    assertAcceptablePassword(password, 'password', username ? [...addresses, username] : addresses);
  const now = dependencies.clock.now();
  const fields = {
    username,
    firstName: requireText(input.firstName ?? null, 'first_name'),
    lastName: requireText(input.lastName ?? null, 'last_name'),
    externalId: requireText(input.externalId ?? null, 'external_id'),
    locale: requireText(input.locale ?? null, 'locale'),
    timezone: requireText(input.timezone ?? null, 'timezone'),
    publicMetadata: metadataOr(input.publicMetadata, 'public_metadata'),
    privateMetadata: metadataOr(input.privateMetadata, 'private_metadata'),
    unsafeMetadata: metadataOr(input.unsafeMetadata, 'unsafe_metadata'),
    banned: input.banned ?? false,
    deleteSelfEnabled: input.deleteSelfEnabled ?? true,
    createOrganizationEnabled: input.createOrganizationEnabled ?? true,
    createOrganizationsLimit: input.createOrganizationsLimit ?? null,
    legalAcceptedAt: input.legalAcceptedAt ?? null,
    bypassClientTrust: input.bypassClientTrust ?? false,
  };
  const passwordHash =
    password === null ? null : await dependencies.passwords.hash(normalizePassword(password));
  const user = newUser(dependencies, {
    ...fields,
    instanceId: instance.id,
    addresses: addresses.map((emailAddress) => ({ emailAddress, proof: 'admin' as const })),
    passwordHash,
    passwordDigest,
    createdAt: input.createdAt ?? now,
  });
  return refuseConflicts(() =>
    dependencies.database.transaction((queries) => insertNewUser(queries, user, actor)),
  );
}

type NewUser = Pick<User, 'instanceId' | 'passwordHash' | 'createdAt'> &
  Partial<User> & { addresses: readonly { emailAddress: string; proof: EmailAddressProof }[] };

/** The entity of a user that does not exist yet, with ids for it and its (proved) addresses. */
export function newUser({ clock, random }: Pick<Dependencies, 'clock' | 'random'>, input: NewUser): User {
  const now = clock.now();
  const { addresses, ...fields } = input;
  const id = random.id('user');
  const emailAddresses = addresses.map(
    ({ emailAddress, proof }): EmailAddress => ({
      instanceId: input.instanceId,
      id: random.id('idn'),
      userId: id,
      emailAddress,
      verified: true,
      reserved: false,
      verificationStrategy: proof,
      verifiedAt: now,
      verificationId: null,
      createdAt: now,
      updatedAt: now,
    }),
  );
  return {
    ...BLANK_USER,
    passwordUpdatedAt: input.passwordHash === null && !input.passwordDigest ? null : now,
    ...fields,
    id,
    primaryEmailAddressId: emailAddresses[0]?.id ?? null,
    emailAddresses,
    updatedAt: now,
  };
}

/** Stores a new user with its addresses and notes the event: in the caller's transaction. */
export async function insertNewUser(queries: Queries, user: User, actor: Actor): Promise<User> {
  await insertUser(queries, user);
  for (const address of user.emailAddresses) await insertEmailAddress(queries, address);
  for (const number of user.phoneNumbers) await insertPhoneNumber(queries, number);
  await recordEvent(queries, user.instanceId, { type: 'user.created', actor, data: { id: user.id } });
  return user;
}

/** Runs a write and turns a value that is already in use into a refusal that names the field. */
export async function refuseConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const field = findConflictingField(error);
    if (field === null) throw error;
    // Without the cause: a taken value is an everyday answer, and causes are logged as failures.
    throw new Refusal('form_identifier_exists', { param_name: field });
  }
}
