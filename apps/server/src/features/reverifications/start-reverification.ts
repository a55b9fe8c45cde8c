import type { Dependencies } from '../../dependencies.ts';
import type { AccountHolder } from '../accounts/index.ts';
import {
  attainableLevel,
  firstStatus,
  REVERIFICATION_LIFETIME_SECONDS,
  type Reverification,
  type ReverificationLevel,
} from './reverification.ts';
import { upsertReverification } from './reverification-store.ts';

/**
 * Begins a reverification of a session's user; an unfinished one is forgotten.
 * @param input.level what the app asks for; a user without a second factor proves the first one
 */
export async function startReverification(
  { clock, database }: Dependencies,
  input: { holder: AccountHolder; level: ReverificationLevel; hasSecondFactor: boolean },
): Promise<Reverification> {
  const { session } = input.holder;
  const now = clock.now();
  const level = attainableLevel(input.level, input.hasSecondFactor);
  const begun: Reverification = {
    instanceId: session.instanceId,
    sessionId: session.id,
    level,
    status: firstStatus(level),
    firstFactorStrategy: null,
    firstFactorVerificationId: null,
    secondFactorStrategy: null,
    secondFactorVerificationId: null,
    expireAt: new Date(now.getTime() + REVERIFICATION_LIFETIME_SECONDS * 1000),
    createdAt: now,
    updatedAt: now,
  };
  await upsertReverification(database.queries, begun);
  return begun;
}
