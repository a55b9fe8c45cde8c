import { sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';

type UserKey = { readonly instanceId: string; readonly id: string };

export interface StoredTotp {
  readonly sealedSecret: Buffer;
  /** Null until the first right code: then it is no second factor yet. */
  readonly verifiedAt: Date | null;
}

/** The user's authenticator app, verified or not; null without one. */
export async function findTotp(queries: Queries, user: UserKey): Promise<StoredTotp | null> {
  const row = await queries
    .selectFrom('users')
    .select(['sealed_totp_secret', 'totp_verified_at'])
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .executeTakeFirst();
  if (!row?.sealed_totp_secret) return null;
  return { sealedSecret: row.sealed_totp_secret, verifiedAt: row.totp_verified_at };
}

/** Stores a secret that is not verified yet; false when the user has a verified one. */
export async function updateTotpSecret(
  queries: Queries,
  user: UserKey,
  { sealedSecret, now }: { sealedSecret: Buffer; now: Date },
): Promise<boolean> {
  const [result] = await queries
    .updateTable('users')
    .set({ sealed_totp_secret: sealedSecret, totp_last_step: null, updated_at: now })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .where('totp_verified_at', 'is', null)
    .execute();
  return Number(result?.numUpdatedRows ?? 0) > 0;
}

/**
 * Accepts the code of a time step: no step is accepted twice, nor an earlier one. False when it was.
 * @param step.verifiedAt makes the app a second factor, when the code is the first one
 */
export async function updateTotpStep(
  queries: Queries,
  user: UserKey,
  { step, sealedSecret, verifiedAt }: { step: number; sealedSecret: Buffer; verifiedAt?: Date },
): Promise<boolean> {
  const [result] = await queries
    .updateTable('users')
    .set({
      totp_last_step: step,
      ...(verifiedAt && {
        totp_verified_at: verifiedAt,
        mfa_enabled_at: sql<Date>`case when exists (
          select from phone_numbers p where p.instance_id = users.instance_id and p.user_id = users.id
            and p.reserved_for_second_factor
        ) then users.mfa_enabled_at else ${verifiedAt}::timestamptz end`,
        updated_at: verifiedAt,
      }),
    })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    // Another secret may have been made meanwhile.
    .where('sealed_totp_secret', '=', sealedSecret)
    .where((where) => where.or([where('totp_last_step', 'is', null), where('totp_last_step', '<', step)]))
    .$if(verifiedAt !== undefined, (query) => query.where('totp_verified_at', 'is', null))
    .execute();
  return Number(result?.numUpdatedRows ?? 0) > 0;
}

/** Stores the verified authenticator app that a backend gives a user, in the place of any other. */
export async function replaceTotp(
  queries: Queries,
  user: UserKey,
  { sealedSecret, now }: { sealedSecret: Buffer; now: Date },
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ sealed_totp_secret: sealedSecret, totp_verified_at: now, totp_last_step: null, updated_at: now })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .execute();
}

/** Takes the authenticator app away, verified or not. */
export async function clearTotp(queries: Queries, user: UserKey, now: Date): Promise<void> {
  await queries
    .updateTable('users')
    .set({ sealed_totp_secret: null, totp_verified_at: null, totp_last_step: null, updated_at: now })
    .where('instance_id', '=', user.instanceId)
    .where('id', '=', user.id)
    .execute();
}
