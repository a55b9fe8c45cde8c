import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { verifyDigest } from '../passwords/verify-digest.ts';
import type { User } from '../user.ts';
import {
  deleteBackupCode,
  deleteBackupCodeById,
  findBackupCodeKey,
  listBackupCodeDigests,
} from './backup-code-store.ts';
import {
  backupCodeKeyContext,
  hashBackupCode,
  isCheckableBackupCodeDigest,
  normalizeBackupCode,
} from './backup-codes.ts';
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

/**
 * Whether this is one of the user's backup codes. Uses it up: of parallel tries with one code one is accepted.
 * Never call it inside a transaction: digests that were made elsewhere take their time.
 * @throws Refusal too_many_requests when too many hashes wait
 */
export async function acceptBackupCode(
  { encryption, passwords }: Pick<Dependencies, 'encryption' | 'passwords'>,
  queries: Queries,
  { user, code }: { user: Owner; code: string },
): Promise<boolean> {
  const sealedKey = await findBackupCodeKey(queries, user);
  if (sealedKey) {
    const key = encryption.open(sealedKey, backupCodeKeyContext(user));
    if (await deleteBackupCode(queries, user, hashBackupCode(key, code))) return true;
  }
  for (const { id, digest } of await listBackupCodeDigests(queries, user)) {
    if (!isCheckableBackupCodeDigest(digest)) continue;
    const matches = await passwords.queue(() => matchesDigest(digest, code));
    if (matches) return deleteBackupCodeById(queries, user, id);
  }
  return false;
}

/** Elsewhere a code may have been hashed as it was shown, or as people type it. */
async function matchesDigest(digest: string, code: string): Promise<boolean> {
  const typed = new Set([code.trim(), normalizeBackupCode(code)]);
  for (const text of typed) if (await verifyDigest({ hasher: 'bcrypt', digest }, text)) return true;
  return false;
}
