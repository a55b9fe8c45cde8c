import type { Selectable } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { SecondFactorStrategy, SignIn, SignInStrategy } from './sign-in.ts';

export interface SignInsTable {
  instance_id: string;
  id: string;
  client_id: string;
  status: SignIn['status'];
  identifier: string | null;
  identifier_kind: SignIn['identifierKind'];
  user_id: string | null;
  email_factor_id: string | null;
  verification_id: string | null;
  oauth_attempt_id: string | null;
  verified_strategy: SignInStrategy | null;
  first_factor_verified_at: Date | null;
  second_factor_strategy: SecondFactorStrategy | null;
  sign_up_if_missing: boolean;
  created_session_id: string | null;
  abandon_at: Date;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    sign_ins: SignInsTable;
  }
}

const toSignIn = (row: Selectable<SignInsTable>): SignIn => ({
  instanceId: row.instance_id,
  id: row.id,
  clientId: row.client_id,
  status: row.status,
  identifier: row.identifier,
  identifierKind: row.identifier_kind,
  userId: row.user_id,
  emailFactorId: row.email_factor_id,
  verificationId: row.verification_id,
  oauthAttemptId: row.oauth_attempt_id,
  verifiedStrategy: row.verified_strategy,
  firstFactorVerifiedAt: row.first_factor_verified_at,
  secondFactorStrategy: row.second_factor_strategy,
  signUpIfMissing: row.sign_up_if_missing,
  createdSessionId: row.created_session_id,
  abandonAt: row.abandon_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toRow = (signIn: SignIn): Selectable<SignInsTable> => ({
  instance_id: signIn.instanceId,
  id: signIn.id,
  client_id: signIn.clientId,
  status: signIn.status,
  identifier: signIn.identifier,
  identifier_kind: signIn.identifierKind,
  user_id: signIn.userId,
  email_factor_id: signIn.emailFactorId,
  verification_id: signIn.verificationId,
  oauth_attempt_id: signIn.oauthAttemptId,
  verified_strategy: signIn.verifiedStrategy,
  first_factor_verified_at: signIn.firstFactorVerifiedAt,
  second_factor_strategy: signIn.secondFactorStrategy,
  sign_up_if_missing: signIn.signUpIfMissing,
  created_session_id: signIn.createdSessionId,
  abandon_at: signIn.abandonAt,
  created_at: signIn.createdAt,
  updated_at: signIn.updatedAt,
});

export async function insertSignIn(queries: Queries, signIn: SignIn): Promise<void> {
  await queries.insertInto('sign_ins').values(toRow(signIn)).execute();
}

export async function updateSignIn(queries: Queries, signIn: SignIn): Promise<void> {
  await queries
    .updateTable('sign_ins')
    .set(toRow(signIn))
    .where('instance_id', '=', signIn.instanceId)
    .where('id', '=', signIn.id)
    .execute();
}

/** Names one attempt and the browser that may see it. */
export interface SignInKey {
  readonly instanceId: string;
  readonly clientId: string;
  readonly id: string;
  readonly now: Date;
}

const attempt = (queries: Queries, key: SignInKey) =>
  queries
    .selectFrom('sign_ins')
    .selectAll()
    .where('instance_id', '=', key.instanceId)
    .where('client_id', '=', key.clientId)
    .where('id', '=', key.id)
    .where('abandon_at', '>', key.now);

/** The attempt, if this browser made it and it was not abandoned. */
export async function findSignIn(queries: Queries, key: SignInKey): Promise<SignIn | null> {
  const row = await attempt(queries, key).executeTakeFirst();
  return row ? toSignIn(row) : null;
}

/** As findSignIn, and keeps the attempt from changing until the transaction ends. */
export async function findSignInForUpdate(queries: Queries, key: SignInKey): Promise<SignIn | null> {
  const row = await attempt(queries, key).forUpdate().executeTakeFirst();
  return row ? toSignIn(row) : null;
}

/** The unfinished attempt that waits for a visit at a provider; it does not change until the transaction ends. */
export async function findWaitingSignInForUpdate(
  queries: Queries,
  { oauthAttemptId, ...key }: Omit<SignInKey, 'id'> & { oauthAttemptId: string },
): Promise<SignIn | null> {
  const row = await queries
    .selectFrom('sign_ins')
    .selectAll()
    .where('instance_id', '=', key.instanceId)
    .where('client_id', '=', key.clientId)
    .where('oauth_attempt_id', '=', oauthAttemptId)
    .where('status', '=', 'needs_identifier')
    .where('abandon_at', '>', key.now)
    .forUpdate()
    .executeTakeFirst();
  return row ? toSignIn(row) : null;
}

/** The attempt that this browser is in the middle of: the newest unfinished one. */
export async function findCurrentSignIn(
  queries: Queries,
  { instanceId, clientId, now }: Omit<SignInKey, 'id'>,
): Promise<SignIn | null> {
  const row = await queries
    .selectFrom('sign_ins')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where('status', '!=', 'complete')
    .where('abandon_at', '>', now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toSignIn(row) : null;
}

/** Takes an attempt away; false when it was gone. */
export async function deleteSignIn(queries: Queries, instanceId: string, id: string): Promise<boolean> {
  const [result] = await queries
    .deleteFrom('sign_ins')
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .execute();
  return Number(result?.numDeletedRows ?? 0) > 0;
}

/** Drops unfinished attempts of a browser: it starts again, or has signed in. */
export async function deleteUnfinishedSignIns(
  queries: Queries,
  instanceId: string,
  clientId: string,
): Promise<void> {
  await queries
    .deleteFrom('sign_ins')
    .where('instance_id', '=', instanceId)
    .where('client_id', '=', clientId)
    .where('status', '!=', 'complete')
    .execute();
}

export async function deleteSignInsAbandonedBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('sign_ins').where('abandon_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
