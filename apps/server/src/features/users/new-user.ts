import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { EmailAddress, EmailAddressProof } from './email-addresses/email-address.ts';
import { insertEmailAddress } from './email-addresses/email-address-store.ts';
import type { PhoneNumber, PhoneNumberProof } from './phone-numbers/phone-number.ts';
import { insertPhoneNumber } from './phone-numbers/phone-number-store.ts';
import { BLANK_USER, type User } from './user.ts';
import { insertUser } from './user-write-store.ts';

type NewUser = Pick<User, 'instanceId' | 'passwordHash' | 'createdAt'> &
  Partial<User> & {
    /** Without a proof: reserved for the user. */
    addresses: readonly { emailAddress: string; proof: EmailAddressProof | null }[];
    numbers?: readonly { phoneNumber: string; proof: PhoneNumberProof | null }[];
  };

/** The entity of a user that does not exist yet, with ids for it, its addresses and numbers; the first are primary. */
export function newUser({ clock, random }: Pick<Dependencies, 'clock' | 'random'>, input: NewUser): User {
  const now = clock.now();
  const { addresses, numbers = [], ...fields } = input;
  const userId = random.id('user');
  const identifier = <Proof>(proof: Proof | null) => ({
    instanceId: input.instanceId,
    id: random.id('idn'),
    userId,
    verified: proof !== null,
    reserved: proof === null,
    verificationStrategy: proof,
    verifiedAt: proof === null ? null : now,
    verificationId: null,
    createdAt: now,
    updatedAt: now,
  });
  const emailAddresses = addresses.map(
    ({ emailAddress, proof }): EmailAddress => ({ ...identifier(proof), emailAddress }),
  );
  const phoneNumbers = numbers.map(
    ({ phoneNumber, proof }): PhoneNumber => ({
      ...identifier(proof),
      phoneNumber,
      reservedForSecondFactor: false,
      defaultSecondFactor: false,
    }),
  );
  return {
    ...BLANK_USER,
    passwordUpdatedAt: input.passwordHash === null && !input.passwordDigest ? null : now,
    ...fields,
    id: userId,
    primaryEmailAddressId: emailAddresses[0]?.id ?? null,
    emailAddresses,
    primaryPhoneNumberId: phoneNumbers[0]?.id ?? null,
    phoneNumbers,
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
