import { lockoutMeta } from '@bartleby/api-contract';
import type { Queries } from '../../database/database.ts';
import { Refusal, type RefusalCode } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { USER_LOCKOUT } from '../instances/index.ts';
import {
  deleteCounter,
  findWindowEnd,
  updateAttemptTakenBack,
  upsertAttempt,
} from './attempt-counter-store.ts';

/** So many attempts of one kind per subject and window. */
export interface AttemptLimit {
  readonly kind: string;
  readonly max: number;
  readonly windowSeconds: number;
  /** What a refused attempt hears. */
  readonly refusal: RefusalCode;
}

/** Codes sent to one address. */
export const CODES_PER_ADDRESS: AttemptLimit = {
  kind: 'code_sent',
  max: 5,
  windowSeconds: 3600,
  refusal: 'too_many_requests',
};

/** Wrong passwords of one account (NIST SP 800-63B-4 §3.2.2: at most 100). */
export const WRONG_PASSWORDS_PER_ACCOUNT: AttemptLimit = {
  kind: 'wrong_password',
  max: USER_LOCKOUT.maxAttempts,
  windowSeconds: USER_LOCKOUT.durationMinutes * 60,
  refusal: 'user_locked',
};

/** Wrong passwords from one network address, over all accounts. */
export const WRONG_PASSWORDS_PER_NETWORK_ADDRESS: AttemptLimit = {
  kind: 'wrong_password_from',
  max: 300,
  windowSeconds: 3600,
  refusal: 'too_many_requests',
};

/** Wrong codes of an authenticator app and wrong backup codes, together: of a million codes three are right. */
export const WRONG_SECOND_FACTORS_PER_ACCOUNT: AttemptLimit = {
  kind: 'wrong_second_factor',
  max: 20,
  windowSeconds: 3600,
  refusal: 'user_locked',
};

/** Pictures that one user uploads: each costs a decoder some time. */
export const PICTURES_PER_USER: AttemptLimit = {
  kind: 'picture_uploaded',
  max: 60,
  windowSeconds: 3600,
  refusal: 'too_many_requests',
};

const counterOf = (instanceId: string, limit: AttemptLimit, subject: string) => ({
  instanceId,
  kind: limit.kind,
  subjectHash: hashSecret(subject),
});

/**
 * Counts one attempt before it is made, so that of parallel attempts only as many are made as allowed.
 * @param subject what is counted: an address, a user id. Stored hashed.
 * @throws Refusal of the limit, with `retry_after_seconds`, when it is reached.
 */
export async function countAttempt(
  queries: Queries,
  instanceId: string,
  { limit, subject, now }: { limit: AttemptLimit; subject: string; now: Date },
): Promise<void> {
  const counter = counterOf(instanceId, limit, subject);
  const windowEndsAt = new Date(now.getTime() + limit.windowSeconds * 1000);
  if (await upsertAttempt(queries, counter, { max: limit.max, windowEndsAt, now })) return;
  const end = (await findWindowEnd(queries, counter)) ?? windowEndsAt;
  const seconds = Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1000));
  const lockout = limit.refusal === 'user_locked' ? lockoutMeta(seconds, 'wrong_attempts') : {};
  throw new Refusal(limit.refusal, { retry_after_seconds: seconds, ...lockout });
}

/** Takes a counted attempt back: it succeeded, and only failures count. */
export async function takeAttemptBack(
  queries: Queries,
  instanceId: string,
  { limit, subject }: { limit: AttemptLimit; subject: string },
): Promise<void> {
  await updateAttemptTakenBack(queries, counterOf(instanceId, limit, subject));
}

/** Forgets the wrong answers of an account: it was unlocked. */
export async function forgetFailuresOfAccount(
  queries: Queries,
  instanceId: string,
  userId: string,
): Promise<void> {
  for (const limit of [WRONG_PASSWORDS_PER_ACCOUNT, WRONG_SECOND_FACTORS_PER_ACCOUNT])
    await deleteCounter(queries, counterOf(instanceId, limit, userId));
}
