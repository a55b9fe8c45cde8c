import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Actor } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { lockoutEnd } from './lockout.ts';
import { requireMetadata } from './metadata.ts';
import { checkWrittenMetadata, recordMetadataViolations } from './metadata-schemas/written-metadata.ts';
import { insertNewUser, newUser } from './new-user.ts';
import { assertAcceptablePassword, normalizePassword } from './passwords/password-policy.ts';
import { requirePasswordDigest } from './passwords/require-password-digest.ts';
import { refuseConflicts } from './refuse-conflicts.ts';
import {
  requireSecondFactors,
  type SecondFactorInput,
  storeSecondFactorsIn,
} from './second-factors/given-second-factors.ts';
import { requireEmailAddress, requirePhoneNumber, requireText, requireUsername } from './text-fields.ts';
import type { JsonObject, User, UserFields } from './user.ts';

/** `reserved`: unverified, but usable for signing in, and nobody else can claim it. */
export type IdentifierStatus = 'verified' | 'reserved';

/** A user to be made, as it came in; everything is checked here. */
export interface UserInput extends UserFields, SecondFactorInput {
  readonly emailAddresses?: readonly string[];
  /** One per address, or none: then all are verified. */
  readonly emailAddressStatuses?: readonly IdentifierStatus[];
  readonly phoneNumbers?: readonly string[];
  readonly phoneNumberStatuses?: readonly IdentifierStatus[];
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
  readonly locked?: boolean;
  readonly createdAt?: Date;
}

const metadataOr = (value: unknown, field: Parameters<typeof requireMetadata>[1]): JsonObject =>
  value === undefined ? {} : requireMetadata(value, field);

/** Identifiers of one kind, each once, with how they count as proved. Throws Refusal form_param_value_invalid. */
function identifiers(
  texts: readonly string[] = [],
  statuses: readonly IdentifierStatus[] = [],
  paramName: string,
  require: (text: string) => string,
): { value: string; proof: 'admin' | null }[] {
  if (statuses.length > 0 && statuses.length !== texts.length)
    throw new Refusal('form_param_value_invalid', {
      param_name: `${paramName}_identification_status`,
      long_message: `${paramName}_identification_status must have one entry for each of ${paramName}.`,
    });
  const proofs = new Map<string, 'admin' | null>();
  for (const [index, text] of texts.entries()) {
    const value = require(text);
    if (!proofs.has(value)) proofs.set(value, statuses[index] === 'reserved' ? null : 'admin');
  }
  return [...proofs].map(([value, proof]) => ({ value, proof }));
}

/**
 * Makes a user; addresses and numbers count as proved, unless they are only reserved, and the first of each become
 * primary (backend-api.md 6.7).
 * @throws Refusal form_* for a bad value, form_data_missing without any identifier, form_identifier_exists,
 * invalid_totp_secret_code
 */
export async function createUser(
  dependencies: Dependencies,
  { instance, actor, ...input }: UserInput & { instance: Instance; actor: Actor },
): Promise<User> {
  const addresses = identifiers(input.emailAddresses, input.emailAddressStatuses, 'email_address', (text) =>
    requireEmailAddress(text),
  );
  const numbers = identifiers(input.phoneNumbers, input.phoneNumberStatuses, 'phone_number', (text) =>
    requirePhoneNumber(text),
  );
  const username = requireUsername(input.username ?? null);
  if (addresses.length === 0 && numbers.length === 0 && username === null)
    throw new Refusal('form_data_missing', { param_name: 'email_address' });
  const password = input.password ?? null;
  const passwordDigest = requirePasswordDigest(input) ?? null;
  const own = [...addresses, ...numbers].map(({ value }) => value);
  if (password !== null && !input.skipPasswordChecks)
    assertAcceptablePassword(password, 'password', username ? [...own, username] : own);
  const given = requireSecondFactors(instance, input);
  const now = dependencies.clock.now();
  const fields = checkedFields(input, now);
  const violations = checkWrittenMetadata(instance, {
    public_metadata: input.publicMetadata === undefined ? undefined : fields.publicMetadata,
    private_metadata: input.privateMetadata === undefined ? undefined : fields.privateMetadata,
    unsafe_metadata: input.unsafeMetadata === undefined ? undefined : fields.unsafeMetadata,
  });
  const passwordHash =
    password === null ? null : await dependencies.passwords.hash(normalizePassword(password));
  const user = newUser(dependencies, {
    ...fields,
    username,
    instanceId: instance.id,
    addresses: addresses.map(({ value, proof }) => ({ emailAddress: value, proof })),
    numbers: numbers.map(({ value, proof }) => ({ phoneNumber: value, proof })),
    passwordHash,
    passwordDigest,
    totpEnabled: given.totpSecret !== null,
    backupCodeEnabled: given.backupCodes.length > 0,
    mfaEnabledAt: given.totpSecret === null ? null : now,
    createdAt: input.createdAt ?? now,
  });
  return refuseConflicts(() =>
    dependencies.database.transaction(async (queries) => {
      await insertNewUser(queries, user, actor);
      await recordMetadataViolations(queries, {
        instanceId: instance.id,
        userId: user.id,
        actor,
        violations,
      });
      await storeSecondFactorsIn(dependencies, queries, { user, given, now });
      return user;
    }),
  );
}

const checkedFields = (input: UserInput, now: Date) => ({
  firstName: requireText(input.firstName ?? null, 'first_name'),
  lastName: requireText(input.lastName ?? null, 'last_name'),
  externalId: requireText(input.externalId ?? null, 'external_id'),
  locale: requireText(input.locale ?? null, 'locale'),
  timezone: requireText(input.timezone ?? null, 'timezone'),
  publicMetadata: metadataOr(input.publicMetadata, 'public_metadata'),
  privateMetadata: metadataOr(input.privateMetadata, 'private_metadata'),
  unsafeMetadata: metadataOr(input.unsafeMetadata, 'unsafe_metadata'),
  banned: input.banned ?? false,
  locked: input.locked ?? false,
  lockoutExpiresAt: input.locked ? lockoutEnd(now) : null,
  deleteSelfEnabled: input.deleteSelfEnabled ?? true,
  createOrganizationEnabled: input.createOrganizationEnabled ?? true,
  createOrganizationsLimit: input.createOrganizationsLimit ?? null,
  legalAcceptedAt: input.legalAcceptedAt ?? null,
  bypassClientTrust: input.bypassClientTrust ?? false,
});
