import type { ColumnType, Selectable } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { EmailAddress, EmailAddressProof } from './email-address.ts';

export interface EmailAddressesTable {
  instance_id: string;
  id: string;
  user_id: string;
  email_address: string;
  verified: boolean;
  reserved: ColumnType<boolean, boolean | undefined, boolean>;
  verification_strategy: EmailAddressProof | null;
  verified_at: Date | null;
  verification_id: string | null;
  created_at: Date;
  updated_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    email_addresses: EmailAddressesTable;
  }
}

const toEmailAddress = (row: Selectable<EmailAddressesTable>): EmailAddress => ({
  instanceId: row.instance_id,
  id: row.id,
  userId: row.user_id,
  emailAddress: row.email_address,
  verified: row.verified,
  reserved: row.reserved,
  verificationStrategy: row.verification_strategy,
  verifiedAt: row.verified_at,
  verificationId: row.verification_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function insertEmailAddress(queries: Queries, address: EmailAddress): Promise<void> {
  await queries
    .insertInto('email_addresses')
    .values({
      instance_id: address.instanceId,
      id: address.id,
      user_id: address.userId,
      email_address: address.emailAddress,
      verified: address.verified,
      reserved: address.reserved,
      verification_strategy: address.verificationStrategy,
      verified_at: address.verifiedAt,
      verification_id: address.verificationId,
      created_at: address.createdAt,
      updated_at: address.updatedAt,
    })
    .execute();
}

export async function findEmailAddress(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<EmailAddress | null> {
  const row = await queries
    .selectFrom('email_addresses')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toEmailAddress(row) : null;
}

/** Whether the address (in lower case) is somebody's: proved, or reserved for them. */
export async function isAddressTaken(
  queries: Queries,
  instanceId: string,
  emailAddress: string,
): Promise<boolean> {
  const row = await queries
    .selectFrom('email_addresses')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('email_address', '=', emailAddress)
    .where((where) => where.or([where('verified', '=', true), where('reserved', '=', true)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes proof and last code of an address. */
export async function updateEmailAddress(queries: Queries, address: EmailAddress): Promise<void> {
  await queries
    .updateTable('email_addresses')
    .set({
      verified: address.verified,
      reserved: address.reserved,
      verification_strategy: address.verificationStrategy,
      verified_at: address.verifiedAt,
      verification_id: address.verificationId,
      updated_at: address.updatedAt,
    })
    .where('instance_id', '=', address.instanceId)
    .where('id', '=', address.id)
    .execute();
}

export async function deleteEmailAddressRow(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('email_addresses')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}
