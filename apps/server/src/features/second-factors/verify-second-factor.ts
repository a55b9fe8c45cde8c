import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { acceptBackupCode, acceptTotpCode, type User } from '../users/index.ts';
import { countFailures, WRONG_SECOND_FACTORS_PER_ACCOUNT } from '../verifications/index.ts';

export type SecondFactorStrategy = 'totp' | 'backup_code';

/** The user's second factors as a sign-in or a reverification offers them. */
export function secondFactorsOf(user: User): { strategy: SecondFactorStrategy }[] {
  return [
    ...(user.totpEnabled ? [{ strategy: 'totp' as const }] : []),
    ...(user.backupCodeEnabled ? [{ strategy: 'backup_code' as const }] : []),
  ];
}

/**
 * Passes with a code of the user's second factor, and uses it up. Wrong ones are counted per account.
 * @throws Refusal form_param_value_invalid (strategy) for a factor that the user does not have,
 * form_code_incorrect, user_locked
 */
export async function requireSecondFactor(
  dependencies: Dependencies,
  queries: Queries,
  { user, strategy, code }: { user: User; strategy: string; code: string },
): Promise<SecondFactorStrategy> {
  const offered = secondFactorsOf(user).find((factor) => factor.strategy === strategy);
  if (!offered) throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const accept = offered.strategy === 'totp' ? acceptTotpCode : acceptBackupCode;
  const account = { limit: WRONG_SECOND_FACTORS_PER_ACCOUNT, subject: user.id };
  const isRight = await countFailures(dependencies, user.instanceId, [account], () =>
    accept(dependencies, queries, { user, code }),
  );
  if (!isRight) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return offered.strategy;
}
