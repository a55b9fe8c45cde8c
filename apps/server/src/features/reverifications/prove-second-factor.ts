import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { AccountHolder } from '../accounts/index.ts';
import { requireSecondFactor } from '../second-factors/index.ts';
import { updateFactorsVerified } from '../sessions/index.ts';
import { getUser } from '../users/index.ts';
import { getReverification } from './get-reverification.ts';
import type { Reverification } from './reverification.ts';
import { updateReverification } from './reverification-store.ts';

const waitsFor = 'needs_second_factor';

/**
 * Proves the second factor once more; the session's token says so from now on.
 * @throws Refusal form_param_value_invalid (strategy), form_param_missing, form_code_incorrect, user_locked,
 * verification_*
 */
export async function attemptSecondFactor(
  dependencies: Dependencies,
  { holder, strategy, code }: { holder: AccountHolder; strategy: string; code?: string | undefined },
): Promise<Reverification> {
  const { clock, database } = dependencies;
  const { instance, userId, session } = holder;
  const waiting = await getReverification(dependencies, { holder, waitsFor });
  if (!code) throw new Refusal('form_param_missing', { param_name: 'code' });
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const secondFactorStrategy = await requireSecondFactor(dependencies, database.queries, {
    user,
    strategy,
    code,
  });
  const now = clock.now();
  return database.transaction(async (queries) => {
    const step = { status: 'complete' as const, secondFactorStrategy, now };
    const done = await updateReverification(queries, waiting, step);
    if (!done) throw new Refusal('verification_expired');
    await updateFactorsVerified(queries, instance.id, session.id, { second: now });
    return done;
  });
}

/**
 * Codes of apps and backup codes need no preparation, and there are no others yet.
 * @throws Refusal verification_*, form_param_value_invalid (strategy)
 */
export async function prepareSecondFactor(dependencies: Dependencies, holder: AccountHolder): Promise<never> {
  await getReverification(dependencies, { holder, waitsFor });
  throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
}
