import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { JsonObject } from '../users/index.ts';
import type { SignUp } from './sign-up.ts';

type Json = ColumnType<JsonObject, string, string>;

export interface SignUpsTable {
  instance_id: string;
  id: string;
  client_id: string;
  status: SignUp['status'];
  email_address: string | null;
  email_verified_by: SignUp['emailVerifiedBy'];
  verification_id: string | null;
  ticket_id: string | null;
  oauth_attempt_id: string | null;
  external_account_strategy: SignUp['externalAccountStrategy'];
  username: string | null;
  first_name: string | null;
  last_name: string | null;
  password_hash: string | null;
  unsafe_metadata: Json;
  public_metadata: Json;
  locale: string | null;
  legal_accepted_at: Date | null;
  created_user_id: string | null;
  created_session_id: string | null;
  abandon_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    sign_ups: SignUpsTable;
  }
}

const toSignUp = (row: Selectable<SignUpsTable>): SignUp => ({
  instanceId: row.instance_id,
  id: row.id,
  clientId: row.client_id,
  status: row.status,
  emailAddress: row.email_address,
  emailVerifiedBy: row.email_verified_by,
  verificationId: row.verification_id,
  ticketId: row.ticket_id,
  oauthAttemptId: row.oauth_attempt_id,
  externalAccountStrategy: row.external_account_strategy,
  username: row.username,
  firstName: row.first_name,
  lastName: row.last_name,
  passwordHash: row.password_hash,
  unsafeMetadata: row.unsafe_metadata,
  publicMetadata: row.public_metadata,
  locale: row.locale,
  legalAcceptedAt: row.legal_accepted_at,
  createdUserId: row.created_user_id,
  createdSessionId: row.created_session_id,
  abandonAt: row.abandon_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toRow = (signUp: SignUp) => ({
  instance_id: signUp.instanceId,
  id: signUp.id,
  client_id: signUp.clientId,
  status: signUp.status,
  email_address: signUp.emailAddress,
  email_verified_by: signUp.emailVerifiedBy,
  verification_id: signUp.verificationId,
  ticket_id: signUp.ticketId,
  oauth_attempt_id: signUp.oauthAttemptId,
  external_account_strategy: signUp.externalAccountStrategy,
  username: signUp.username,
  first_name: signUp.firstName,
  last_name: signUp.lastName,
  password_hash: signUp.passwordHash,
  unsafe_metadata: JSON.stringify(signUp.unsafeMetadata),
  public_metadata: JSON.stringify(signUp.publicMetadata),
  locale: signUp.locale,
  legal_accepted_at: signUp.legalAcceptedAt,
  created_user_id: signUp.createdUserId,
  created_session_id: signUp.createdSessionId,
  abandon_at: signUp.abandonAt,
  created_at: signUp.createdAt,
  updated_at: signUp.updatedAt,
});

export async function insertSignUp(queries: Queries, signUp: SignUp): Promise<void> {
  await queries.insertInto('sign_ups').values(toRow(signUp)).execute();
}

export async function updateSignUp(queries: Queries, signUp: SignUp): Promise<void> {
  await queries
    .updateTable('sign_ups')
    .set(toRow(signUp))
    .where('instance_id', '=', signUp.instanceId)
    .where('id', '=', signUp.id)
    .execute();
}

/** Names one attempt and the browser that may see it. */
export interface SignUpKey {
  readonly instanceId: string;
  readonly clientId: string;
  readonly id: string;
  readonly now: Date;
}

const attempt = (queries: Queries, key: SignUpKey) =>
  queries
    .selectFrom('sign_ups')
    .selectAll()
    .where('instance_id', '=', key.instanceId)
    .where('client_id', '=', key.clientId)
    .where('id', '=', key.id)
    .where('abandon_at', '>', key.now);

/** The attempt, if this browser made it and it was not abandoned. */
export async function findSignUp(queries: Queries, key: SignUpKey): Promise<SignUp | null> {
  const row = await attempt(queries, key).executeTakeFirst();
  return row ? toSignUp(row) : null;
}

/** As findSignUp, and keeps the attempt from changing until the transaction ends. */
export async function findSignUpForUpdate(queries: Queries, key: SignUpKey): Promise<SignUp | null> {
  const row = await attempt(queries, key).forUpdate().executeTakeFirst();
  return row ? toSignUp(row) : null;
}

/** The unfinished attempt that waits for a visit at a provider; it does not change until the transaction ends. */
export async function findWaitingSignUpForUpdate(
  queries: Queries,
  { oauthAttemptId, ...key }: Omit<SignUpKey, 'id'> & { oauthAttemptId: string },
): Promise<SignUp | null> {
  const row = await queries
    .selectFrom('sign_ups')
    .selectAll()
    .where('instance_id', '=', key.instanceId)
    .where('client_id', '=', key.clientId)
    .where('oauth_attempt_id', '=', oauthAttemptId)
    .where('external_account_strategy', 'is', null)
    .where('status', '=', 'missing_requirements')
    .where('abandon_at', '>', key.now)
    .forUpdate()
    .executeTakeFirst();
  return row ? toSignUp(row) : null;
}

/** The attempt that this browser is in the middle of: the newest unfinished one. */
export async function findCurrentSignUp(
  queries: Queries,
  { instanceId, clientId, now }: Omit<SignUpKey, 'id'>,
): Promise<SignUp | null> {
  const row = await queries
    .selectFrom('sign_ups')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where('status', '=', 'missing_requirements')
    .where('abandon_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toSignUp(row) : null;
}

/** Drops unfinished attempts of a browser: it starts again, or has signed in. */
export async function deleteUnfinishedSignUps(
  queries: Queries,
  instanceId: string,
  clientId: string,
): Promise<void> {
  await queries
    .deleteFrom('sign_ups')
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where(sql<boolean>`status = 'missing_requirements'`)
    .execute();
}

export async function deleteSignUpsAbandonedBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('sign_ups').where('abandon_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
