import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent } from '../events/index.ts';
import {
  BACKUP_CODE_KEY_BYTES,
  backupCodeKeyContext,
  deleteBackupCodesOfUser,
  getUser,
  hashBackupCode,
  hasSecondFactor,
  insertBackupCodes,
  newBackupCodes,
  type User,
  updateBackupCodeKey,
} from '../users/index.ts';
import type { FactorOwner } from './factor-owner.ts';

/**
 * Makes ten new backup codes; those before work no more. They are shown once.
 * @throws Refusal feature_not_enabled, second_factor_required without a second factor to stand in for
 */
export async function makeBackupCodes(
  dependencies: Dependencies,
  { instance, userId }: FactorOwner,
): Promise<string[]> {
  if (!instance.settings.backupCode) throw new Refusal('feature_not_enabled');
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  if (!hasSecondFactor(user)) throw new Refusal('no_second_factors');
  return dependencies.database.transaction(async (queries) => {
    const codes = await makeBackupCodesIn(dependencies, queries, user);
    const actor = { type: 'user' as const, id: userId };
    await recordEvent(queries, instance.id, { type: 'user.backup_codes_made', actor, data: { id: userId } });
    return codes;
  });
}

/** As makeBackupCodes, in the caller's transaction and without its checks. */
export async function makeBackupCodesIn(
  { clock, encryption, random }: Dependencies,
  queries: Queries,
  user: Pick<User, 'instanceId' | 'id'>,
): Promise<string[]> {
  const now = clock.now();
  const key = random.bytes(BACKUP_CODE_KEY_BYTES);
  const codes = newBackupCodes(random);
  const rows = codes.map((code) => ({
    id: random.id('bkc'),
    codeHash: hashBackupCode(key, code),
    digest: null,
  }));
  // The user's row first: two requests at once take their turns.
  const sealedKey = Buffer.from(encryption.seal(key, backupCodeKeyContext(user)));
  await updateBackupCodeKey(queries, user, { sealedKey, now });
  await deleteBackupCodesOfUser(queries, user);
  await insertBackupCodes(queries, user, rows, now);
  return codes;
}
