import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import {
  assertAcceptablePassword,
  isVerifiedAddressTaken,
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
 * @throws Refusal form_* for a bad value, form_identifier_exists for an address that is in use
 */
export async function checkSignUpFields(
  { clock, database, passwords }: Pick<Dependencies, 'clock' | 'database' | 'passwords'>,
  instanceId: string,
  { input, known }: { input: SignUpInput; known: Pick<SignUp, 'emailAddress' | 'username'> },
): Promise<CheckedFields> {
  const fields: { -readonly [Field in keyof CheckedFields]: CheckedFields[Field] } = {};
  if (input.emailAddress) {
    const emailAddress = requireEmailAddress(input.emailAddress);
    if (await isVerifiedAddressTaken(database.queries, instanceId, emailAddress))
      throw new Refusal('form_identifier_exists', { param_name: 'email_address' });
    // Another address has to be proved again.
    if (emailAddress !== known.emailAddress)
      Object.assign(fields, { emailAddress, emailVerifiedBy: null, verificationId: null });
  }
  if (input.username !== undefined) fields.username = requireUsername(input.username);
  if (input.firstName !== undefined) fields.firstName = requireText(input.firstName, 'first_name');
  if (input.lastName !== undefined) fields.lastName = requireText(input.lastName, 'last_name');
  if (input.locale !== undefined) fields.locale = requireText(input.locale, 'locale');
  if (input.unsafeMetadata !== undefined)
    fields.unsafeMetadata = requireMetadata(input.unsafeMetadata, 'unsafe_metadata');
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
