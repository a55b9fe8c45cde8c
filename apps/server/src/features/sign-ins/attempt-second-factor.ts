import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { requireSecondFactor } from '../second-factors/index.ts';
import { prepareSession } from '../sessions/index.ts';
import { getUser } from '../users/index.ts';
import { completeSignInIn, requireMaySignIn } from './complete-sign-in.ts';
import { requireStatus } from './get-sign-in.ts';
import type { SignInBrowser, SignInStep } from './sign-in-browser.ts';
import { findSignIn, findSignInForUpdate } from './sign-in-store.ts';

export interface SecondFactorAttempt {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly strategy: string;
  readonly code?: string | undefined;
}

/**
 * Tries a code of the user's second factor, which is used up by it, and starts the session.
 * @throws Refusal resource_not_found, client_state_invalid, form_param_value_invalid (strategy), form_param_nil,
 * form_code_incorrect, user_locked, user_banned
 */
export async function attemptSecondFactor(
  dependencies: Dependencies,
  { browser, id, strategy, code }: SecondFactorAttempt,
): Promise<SignInStep> {
  const { clock, database } = dependencies;
  const { instance, client, origin, userAgent, ipAddress } = browser;
  const now = clock.now();
  const key = { instanceId: instance.id, clientId: client.id, id, now };
  const waiting = requireStatus(await findSignIn(database.queries, key), 'needs_second_factor');
  if (!code) throw new Refusal('form_param_nil', { param_name: 'code' });
  const found = await getUser(dependencies, { instanceId: instance.id, userId: waiting.userId ?? '' });
  const user = requireMaySignIn(found, now);
  const secondFactorStrategy = await requireSecondFactor(dependencies, database.queries, {
    user,
    strategy,
    code,
  });
  const prepared = prepareSession(dependencies, {
    instance,
    clientId: client.id,
    userId: user.id,
    strategy: waiting.verifiedStrategy ?? 'password',
    firstFactorVerifiedAt: waiting.firstFactorVerifiedAt,
    secondFactorVerifiedAt: now,
    origin,
    userAgent,
    ipAddress,
  });
  return database.transaction(async (queries) => {
    const current = requireStatus(await findSignInForUpdate(queries, key), 'needs_second_factor');
    return completeSignInIn(queries, { ...current, secondFactorStrategy }, prepared);
  });
}

/**
 * Codes of apps and backup codes need no preparation, and there are no others yet.
 * @throws Refusal resource_not_found, client_state_invalid, form_param_value_invalid (strategy)
 */
export async function prepareSecondFactor(
  { clock, database }: Dependencies,
  { browser, id }: Pick<SecondFactorAttempt, 'browser' | 'id'>,
): Promise<never> {
  const { instance, client } = browser;
  const key = { instanceId: instance.id, clientId: client.id, id, now: clock.now() };
  requireStatus(await findSignIn(database.queries, key), 'needs_second_factor');
  throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
}
