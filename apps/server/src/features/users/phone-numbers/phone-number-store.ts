import type { ColumnType, Selectable } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { PhoneNumber, PhoneNumberProof } from './phone-number.ts';

type Flag = ColumnType<boolean, boolean | undefined, boolean>;

export interface PhoneNumbersTable {
  instance_id: string;
  id: string;
  user_id: string;
  phone_number: string;
  verified: boolean;
  reserved: Flag;
  verification_strategy: PhoneNumberProof | null;
  verified_at: Date | null;
  verification_id: string | null;
  reserved_for_second_factor: Flag;
  default_second_factor: Flag;
  created_at: Date;
  updated_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    phone_numbers: PhoneNumbersTable;
  }
}

const toPhoneNumber = (row: Selectable<PhoneNumbersTable>): PhoneNumber => ({
  instanceId: row.instance_id,
  id: row.id,
  userId: row.user_id,
  phoneNumber: row.phone_number,
  verified: row.verified,
  reserved: row.reserved,
  verificationStrategy: row.verification_strategy,
  verifiedAt: row.verified_at,
  verificationId: row.verification_id,
  reservedForSecondFactor: row.reserved_for_second_factor,
  defaultSecondFactor: row.default_second_factor,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** What changes after a number was added. */
const toColumns = (number: PhoneNumber) => ({
  verified: number.verified,
  reserved: number.reserved,
  verification_strategy: number.verificationStrategy,
  verified_at: number.verifiedAt,
  verification_id: number.verificationId,
  reserved_for_second_factor: number.reservedForSecondFactor,
  default_second_factor: number.defaultSecondFactor,
  updated_at: number.updatedAt,
});

export async function insertPhoneNumber(queries: Queries, number: PhoneNumber): Promise<void> {
  await queries
    .insertInto('phone_numbers')
    .values({
      ...toColumns(number),
      instance_id: number.instanceId,
      id: number.id,
      user_id: number.userId,
      phone_number: number.phoneNumber,
      created_at: number.createdAt,
    })
    .execute();
}

export async function findPhoneNumber(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<PhoneNumber | null> {
  const row = await queries
    .selectFrom('phone_numbers')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toPhoneNumber(row) : null;
}

/** Whether the number (in E.164) is somebody's: proved, or reserved for them. */
export async function isPhoneNumberTaken(
  queries: Queries,
  instanceId: string,
  phoneNumber: string,
): Promise<boolean> {
  const row = await queries
    .selectFrom('phone_numbers')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('phone_number', '=', phoneNumber)
    .where((where) => where.or([where('verified', '=', true), where('reserved', '=', true)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes everything about a number that can change. */
export async function updatePhoneNumber(queries: Queries, number: PhoneNumber): Promise<void> {
  await queries
    .updateTable('phone_numbers')
    .set(toColumns(number))
    .where('instance_id', '=', number.instanceId)
    .where('id', '=', number.id)
    .execute();
}

export async function deletePhoneNumberRow(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('phone_numbers')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}
