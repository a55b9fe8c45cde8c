import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { acceptBackupCode, acceptTotpCode, getUser, type User } from '../users/index.ts';
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

/**
 * As a backend asks for it: passes with a code of the user's authenticator app, or with a backup code, and uses it
 * up. Wrong ones are counted per account.
 * @returns which of the two it was
 * @throws Refusal resource_not_found, totp_disabled without either, totp_invalid_length, totp_incorrect_code,
 * user_locked
 */
export async function verifyCodeOfUser(
  dependencies: Dependencies,
  { instanceId, userId, code }: { instanceId: string; userId: string; code: string },
): Promise<SecondFactorStrategy> {
  const user = await getUser(dependencies, { instanceId, userId });
  if (!user.totpEnabled && !user.backupCodeEnabled) throw new Refusal('totp_disabled');
  const length = code.trim().length;
  if (length === 0 || (!user.backupCodeEnabled && length !== 6))
    throw new Refusal('totp_invalid_length', { param_name: 'code' });
  const { queries } = dependencies.database;
  let strategy: SecondFactorStrategy = 'totp';
  const account = { limit: WRONG_SECOND_FACTORS_PER_ACCOUNT, subject: user.id };
  const isRight = await countFailures(dependencies, instanceId, [account], async () => {
    if (await acceptTotpCode(dependencies, queries, { user, code })) return true;
    strategy = 'backup_code';
    return user.backupCodeEnabled && acceptBackupCode(dependencies, queries, { user, code });
  });
  if (!isRight) throw new Refusal('totp_incorrect_code', { param_name: 'code' });
  return strategy;
}
