import { sql } from 'kysely';
import type { EmailAddress, EmailAddressProof } from './email-address.ts';

/** An address inside a user's row: the database makes it JSON, so instants are epoch milliseconds. */
export interface EmailAddressJson {
  id: string;
  emailAddress: string;
  verified: boolean;
  reserved: boolean;
  verificationStrategy: EmailAddressProof | null;
  verifiedAt: number | null;
  verificationId: string | null;
  createdAt: number;
  updatedAt: number;
}

/** A column of a statement over `users`. */
export const emailAddressesOfUser = sql<EmailAddressJson[]>`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', e.id, 'emailAddress', e.email_address, 'verified', e.verified, 'reserved', e.reserved,
    'verificationStrategy', e.verification_strategy, 'verificationId', e.verification_id,
    'verifiedAt', extract(epoch from e.verified_at) * 1000,
    'createdAt', extract(epoch from e.created_at) * 1000,
    'updatedAt', extract(epoch from e.updated_at) * 1000
  ) order by e.created_at, e.id), '[]'::jsonb)
  from email_addresses e
  where e.instance_id = users.instance_id and e.user_id = users.id
)`.as('email_addresses');

export const toEmailAddresses = (
  user: { instance_id: string; id: string },
  addresses: readonly EmailAddressJson[],
): EmailAddress[] =>
  addresses.map((json) => ({
    ...json,
    instanceId: user.instance_id,
    userId: user.id,
    verifiedAt: json.verifiedAt === null ? null : new Date(json.verifiedAt),
    createdAt: new Date(json.createdAt),
    updatedAt: new Date(json.updatedAt),
  }));
