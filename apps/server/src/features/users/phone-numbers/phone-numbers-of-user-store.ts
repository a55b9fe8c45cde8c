import { sql } from 'kysely';
import type { PhoneNumber, PhoneNumberProof } from './phone-number.ts';

/** A number inside a user's row: the database makes it JSON, so instants are epoch milliseconds. */
export interface PhoneNumberJson {
  id: string;
  phoneNumber: string;
  verified: boolean;
  reserved: boolean;
  verificationStrategy: PhoneNumberProof | null;
  verifiedAt: number | null;
  verificationId: string | null;
  reservedForSecondFactor: boolean;
  defaultSecondFactor: boolean;
  createdAt: number;
  updatedAt: number;
}

/** A column of a statement over `users`. */
export const phoneNumbersOfUser = sql<PhoneNumberJson[]>`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', p.id, 'phoneNumber', p.phone_number, 'verified', p.verified, 'reserved', p.reserved,
    'verificationStrategy', p.verification_strategy, 'verificationId', p.verification_id,
    'reservedForSecondFactor', p.reserved_for_second_factor, 'defaultSecondFactor', p.default_second_factor,
    'verifiedAt', extract(epoch from p.verified_at) * 1000,
    'createdAt', extract(epoch from p.created_at) * 1000,
    'updatedAt', extract(epoch from p.updated_at) * 1000
  ) order by p.created_at, p.id), '[]'::jsonb)
  from phone_numbers p
  where p.instance_id = users.instance_id and p.user_id = users.id
)`.as('phone_numbers');

export const toPhoneNumbers = (
  user: { instance_id: string; id: string },
  numbers: readonly PhoneNumberJson[],
): PhoneNumber[] =>
  numbers.map((json) => ({
    ...json,
    instanceId: user.instance_id,
    userId: user.id,
    verifiedAt: json.verifiedAt === null ? null : new Date(json.verifiedAt),
    createdAt: new Date(json.createdAt),
    updatedAt: new Date(json.updatedAt),
  }));
