import type { Queries } from '../../../database/database.ts';
import { hasSecondFactor, type User } from '../user.ts';
import { updateUserFields } from '../user-write-store.ts';
import { deleteBackupCodesOfUser, updateBackupCodeKey } from './backup-code-store.ts';

type Factors = Pick<User, 'totpEnabled' | 'phoneNumbers'>;

/**
 * Notes that a user has got the first second factor or lost the last one; with the last one the backup codes go,
 * which only stand in for it. In the caller's transaction, with the user's row locked.
 * @returns what has changed of the user
 */
export async function settleSecondFactorsIn(
  queries: Queries,
  { user, after, now }: { user: User; after: Factors; now: Date },
): Promise<Partial<Pick<User, 'mfaEnabledAt' | 'mfaDisabledAt' | 'backupCodeEnabled'>>> {
  const had = hasSecondFactor(user);
  const has = hasSecondFactor(after);
  if (had === has) return {};
  if (has) {
    await updateUserFields(queries, user, { mfaEnabledAt: now }, now);
    return { mfaEnabledAt: now };
  }
  await removeBackupCodesIn(queries, user, now);
  await updateUserFields(queries, user, { mfaDisabledAt: now }, now);
  return { mfaDisabledAt: now, backupCodeEnabled: false };
}

/** Takes all backup codes away; answers how many there were. */
export async function removeBackupCodesIn(
  queries: Queries,
  user: Pick<User, 'instanceId' | 'id'>,
  now: Date,
): Promise<number> {
  await updateBackupCodeKey(queries, user, { sealedKey: null, now });
  return deleteBackupCodesOfUser(queries, user);
}
