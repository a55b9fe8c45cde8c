import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import type { User } from '../user.ts';
import { deleteBackupCode, findBackupCodeKey } from './backup-code-store.ts';
import { backupCodeKeyContext, hashBackupCode } from './backup-codes.ts';
import { totpSecretContext, totpStepOf } from './totp.ts';
import { findTotp, updateTotpStep } from './totp-store.ts';

type Owner = Pick<User, 'instanceId' | 'id'>;

/** Whether this is a code of the user's verified authenticator app that was not used before. Uses it up. */
export async function acceptTotpCode(
  { clock, encryption }: Pick<Dependencies, 'clock' | 'encryption'>,
  queries: Queries,
  { user, code }: { user: Owner; code: string },
): Promise<boolean> {
  const totp = await findTotp(queries, user);
  if (!totp?.verifiedAt) return false;
  const { sealedSecret } = totp;
  const step = totpStepOf(encryption.open(sealedSecret, totpSecretContext(user)), code.trim(), clock.now());
  return step !== null && updateTotpStep(queries, user, { step, sealedSecret });
}

/** Whether this is one of the user's backup codes. Uses it up: of parallel tries with one code one is accepted. */
export async function acceptBackupCode(
  { encryption }: Pick<Dependencies, 'encryption'>,
  queries: Queries,
  { user, code }: { user: Owner; code: string },
): Promise<boolean> {
  const sealedKey = await findBackupCodeKey(queries, user);
  if (!sealedKey) return false;
  const key = encryption.open(sealedKey, backupCodeKeyContext(user));
  return deleteBackupCode(queries, user, hashBackupCode(key, code));
}
