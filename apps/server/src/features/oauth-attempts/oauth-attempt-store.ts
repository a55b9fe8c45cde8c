import type { ColumnType, Selectable } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { OAuthAttempt, OAuthError } from './oauth-attempt.ts';

type Json = ColumnType<OAuthError['meta'] | null, string | null, string | null>;

export interface OAuthAttemptsTable {
  instance_id: string;
  id: string;
  state_hash: Uint8Array;
  client_id: string;
  connection_id: string;
  strategy: OAuthAttempt['strategy'];
  purpose: OAuthAttempt['purpose'];
  user_id: string | null;
  external_account_id: string | null;
  callback_url: string;
  redirect_url: string;
  action_complete_redirect_url: string;
  secrets_sealed: Uint8Array;
  status: OAuthAttempt['status'];
  error_code: OAuthError['code'] | null;
  error_meta: Json;
  answer_sealed: Uint8Array | null;
  expire_at: Date;
  redeemed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  transferred_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    oauth_attempts: OAuthAttemptsTable;
  }
}

const toAttempt = (row: Selectable<OAuthAttemptsTable>): OAuthAttempt => ({
  instanceId: row.instance_id,
  id: row.id,
  clientId: row.client_id,
  connectionId: row.connection_id,
  strategy: row.strategy,
  purpose: row.purpose,
  userId: row.user_id,
  externalAccountId: row.external_account_id,
  callbackUrl: row.callback_url,
  redirectUrl: row.redirect_url,
  actionCompleteRedirectUrl: row.action_complete_redirect_url,
  status: row.status,
  error: row.error_code === null ? null : { code: row.error_code, meta: row.error_meta ?? {} },
  secretsSealed: row.secrets_sealed,
  answerSealed: row.answer_sealed,
  expireAt: row.expire_at,
  redeemedAt: row.redeemed_at,
  createdAt: row.created_at,
});

export async function insertOAuthAttempt(
  queries: Queries,
  attempt: OAuthAttempt,
  stateHash: Uint8Array,
): Promise<void> {
  await queries
    .insertInto('oauth_attempts')
    .values({
      instance_id: attempt.instanceId,
      id: attempt.id,
      state_hash: stateHash,
      client_id: attempt.clientId,
      connection_id: attempt.connectionId,
      strategy: attempt.strategy,
      purpose: attempt.purpose,
      user_id: attempt.userId,
      external_account_id: attempt.externalAccountId,
      callback_url: attempt.callbackUrl,
      redirect_url: attempt.redirectUrl,
      action_complete_redirect_url: attempt.actionCompleteRedirectUrl,
      secrets_sealed: attempt.secretsSealed,
      status: attempt.status,
      expire_at: attempt.expireAt,
      created_at: attempt.createdAt,
    })
    .execute();
}

/** Redeems a state: null unless this browser began it, it has not expired, and nobody was faster. */
export async function redeemOAuthAttempt(
  queries: Queries,
  input: { instanceId: string; clientId: string; stateHash: Uint8Array; now: Date },
): Promise<OAuthAttempt | null> {
  const row = await queries
    .updateTable('oauth_attempts')
    .set({ redeemed_at: input.now })
    .where('instance_id', '=', input.instanceId)
    .where('state_hash', '=', input.stateHash)
    .where('client_id', '=', input.clientId)
    .where('redeemed_at', 'is', null)
    .where('expire_at', '>', input.now)
    .returningAll()
    .executeTakeFirst();
  return row ? toAttempt(row) : null;
}

export async function findOAuthAttempt(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<OAuthAttempt | null> {
  const row = await queries
    .selectFrom('oauth_attempts')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toAttempt(row) : null;
}

/** Writes how a redeemed attempt ended. */
export async function updateOAuthOutcome(
  queries: Queries,
  { instanceId, id, status, error, answerSealed }: Omit<OAuthAttempt, 'secretsSealed'>,
): Promise<void> {
  await queries
    .updateTable('oauth_attempts')
    .set({
      status,
      error_code: error?.code ?? null,
      error_meta: error && JSON.stringify(error.meta),
      answer_sealed: answerSealed,
    })
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
}

/** Takes the answer of a transferable attempt over, once, and not later than `redeemedAfter` allows. */
export async function takeTransferableAttempt(
  queries: Queries,
  input: {
    instanceId: string;
    clientId: string;
    id: string;
    purpose: OAuthAttempt['purpose'];
    now: Date;
    redeemedAfter: Date;
  },
): Promise<OAuthAttempt | null> {
  const row = await queries
    .updateTable('oauth_attempts')
    .set({ transferred_at: input.now })
    .where('instance_id', '=', input.instanceId)
    .where('id', '=', input.id)
    .where('client_id', '=', input.clientId)
    .where('purpose', '=', input.purpose)
    .where('status', '=', 'transferable')
    .where('transferred_at', 'is', null)
    .where('redeemed_at', '>', input.redeemedAfter)
    .returningAll()
    .executeTakeFirst();
  return row ? toAttempt(row) : null;
}

export async function deleteOAuthAttemptsExpiredBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('oauth_attempts').where('expire_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
