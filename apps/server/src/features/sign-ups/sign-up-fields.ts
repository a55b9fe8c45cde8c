import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { AuthenticationSettings, Instance } from '../instances/index.ts';
import { requireAllowedToSignUp } from '../restrictions/index.ts';
import {
  assertAcceptablePassword,
  checkWrittenMetadata,
  countUsers,
  isAddressTaken,
  type JsonObject,
  normalizePassword,
  requireEmailAddress,
  requireMetadata,
  requireText,
  requireUsername,
} from '../users/index.ts';
import type { SignUp } from './sign-up.ts';

/** What a browser may say in a sign-up; `undefined` was not said. */
export interface SignUpInput {
  readonly emailAddress?: string | undefined;
  readonly username?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly password?: string | undefined;
  readonly unsafeMetadata?: unknown;
  readonly legalAccepted?: boolean | undefined;
  readonly locale?: string | undefined;
}

type CheckedFields = Partial<
  Pick<
    SignUp,
    | 'emailAddress'
    | 'emailVerifiedBy'
    | 'verificationId'
    | 'username'
    | 'firstName'
    | 'lastName'
    | 'passwordHash'
    | 'locale'
    | 'legalAcceptedAt'
  > & { unsafeMetadata: JsonObject }
>;

/**
 * Checks what was said and hashes the password: outside any transaction.
 * @param known identifiers of the attempt so far, which a password must differ from.
 * @throws Refusal form_* for a bad value, form_identifier_exists for an address or
 * username that is in use, form_param_unknown for what is switched off
 */
export async function checkSignUpFields(
  { clock, database, passwords }: Pick<Dependencies, 'clock' | 'database' | 'passwords'>,
  { id: instanceId, settings }: Pick<Instance, 'id' | 'settings'>,
  { input, known }: { input: SignUpInput; known: Pick<SignUp, 'emailAddress' | 'username'> },
): Promise<CheckedFields> {
  refuseSwitchedOff(settings, input);
  const fields: { -readonly [Field in keyof CheckedFields]: CheckedFields[Field] } = {};
  if (input.emailAddress) {
    const emailAddress = requireEmailAddress(input.emailAddress);
    await requireAllowedToSignUp(database.queries, instanceId, { emailAddress });
    if (await isAddressTaken(database.queries, instanceId, emailAddress))
      throw new Refusal('form_identifier_exists', { param_name: 'email_address' });
    // Another address has to be proved again.
    if (emailAddress !== known.emailAddress)
      Object.assign(fields, { emailAddress, emailVerifiedBy: null, verificationId: null });
  }
  if (input.username !== undefined) {
    fields.username = requireUsername(input.username);
    if (fields.username && (await isUsernameTaken(database.queries, instanceId, fields.username)))
      throw new Refusal('form_identifier_exists', { param_name: 'username' });
  }
  if (input.firstName !== undefined) fields.firstName = requireText(input.firstName, 'first_name');
  if (input.lastName !== undefined) fields.lastName = requireText(input.lastName, 'last_name');
  if (input.locale !== undefined) fields.locale = requireText(input.locale, 'locale');
  if (input.unsafeMetadata !== undefined) {
    fields.unsafeMetadata = requireMetadata(input.unsafeMetadata, 'unsafe_metadata');
    checkWrittenMetadata({ settings }, { unsafe_metadata: fields.unsafeMetadata });
  }
  if (input.legalAccepted) fields.legalAcceptedAt = clock.now();
  if (input.password) {
    const identifiers = [fields.emailAddress ?? known.emailAddress, fields.username ?? known.username];
    assertAcceptablePassword(
      input.password,
      'password',
      identifiers.filter((identifier) => identifier !== null),
    );
    fields.passwordHash = await passwords.hash(normalizePassword(input.password));
  }
  return fields;
}

/** Nobody signs in with these here, so they are not taken. Throws Refusal form_param_unknown. */
function refuseSwitchedOff(settings: AuthenticationSettings, input: SignUpInput): void {
  if (settings.emailAddress === 'off' && input.emailAddress)
    throw new Refusal('form_param_unknown', { param_name: 'email_address' });
  if (settings.password === 'off' && input.password)
    throw new Refusal('form_param_unknown', { param_name: 'password' });
}

/** Told early; two who take it at once are told at the end (`refuseConflicts`). */
const isUsernameTaken = async (queries: Queries, instanceId: string, username: string): Promise<boolean> =>
  (await countUsers(queries, instanceId, { usernames: [username] })) > 0;
