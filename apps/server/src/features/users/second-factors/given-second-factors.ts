import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import type { User } from '../user.ts';
import { deleteBackupCodesOfUser, insertBackupCodes, updateBackupCodeKey } from './backup-code-store.ts';
import {
  BACKUP_CODE_KEY_BYTES,
  backupCodeKeyContext,
  hashBackupCode,
  isBackupCodeDigest,
  isCheckableBackupCodeDigest,
  MAX_BACKUP_CODE_DIGESTS,
} from './backup-codes.ts';
import { TOTP_SECRET_LIMITS, totpSecretContext, totpSecretOf } from './totp.ts';
import { replaceTotp } from './totp-store.ts';

/** Second factors that a backend brings along, as they came in. */
export interface SecondFactorInput {
  /** In Base32. */
  readonly totpSecret?: string | null;
  /** In clear, or as bcrypt digests. */
  readonly backupCodes?: readonly string[] | null;
}

/** Second factors that may be stored. */
export interface GivenSecondFactors {
  readonly totpSecret: Uint8Array | null;
  readonly backupCodes: readonly string[];
}

const refuseTurnedOff = (paramName: string, what: string) =>
  new Refusal('form_conditional_param_disallowed', {
    param_name: paramName,
    reason: `${what} are not enabled for this instance.`,
  });

/**
 * @throws Refusal form_conditional_param_disallowed where the instance has no such factor,
 * invalid_totp_secret_code, form_param_array_size_exceeded, form_param_format_invalid for a digest that is too costly
 */
export function requireSecondFactors(
  { settings }: Pick<Instance, 'settings'>,
  { totpSecret: text, backupCodes: codes }: SecondFactorInput,
): GivenSecondFactors {
  if (text && !settings.authenticatorApp) throw refuseTurnedOff('totp_secret', 'Authenticator apps');
  const totpSecret = text ? totpSecretOf(text) : null;
  if (text && !totpSecret)
    throw new Refusal('invalid_totp_secret_code', { param_name: 'totp_secret', ...TOTP_SECRET_LIMITS });
  const backupCodes = [...new Set(codes ?? [])];
  if (backupCodes.length > 0 && !settings.backupCode) throw refuseTurnedOff('backup_codes', 'Backup codes');
  if (backupCodes.length > MAX_BACKUP_CODE_DIGESTS)
    throw new Refusal('form_param_array_size_exceeded', {
      param_name: 'backup_codes',
      max_size: MAX_BACKUP_CODE_DIGESTS,
    });
  const isUsable = (code: string) =>
    code.trim() !== '' && (!isBackupCodeDigest(code) || isCheckableBackupCodeDigest(code));
  if (!backupCodes.every(isUsable))
    throw new Refusal('form_param_format_invalid', { param_name: 'backup_codes' });
  return { totpSecret, backupCodes };
}

/** Stores them in the place of those that there were, in the caller's transaction. */
export async function storeSecondFactorsIn(
  { encryption, random }: Pick<Dependencies, 'encryption' | 'random'>,
  queries: Queries,
  { user, given, now }: { user: Pick<User, 'instanceId' | 'id'>; given: GivenSecondFactors; now: Date },
): Promise<void> {
  const { totpSecret, backupCodes } = given;
  if (totpSecret) {
    const sealedSecret = Buffer.from(encryption.seal(totpSecret, totpSecretContext(user)));
    await replaceTotp(queries, user, { sealedSecret, now });
  }
  if (backupCodes.length === 0) return;
  const key = random.bytes(BACKUP_CODE_KEY_BYTES);
  const sealedKey = Buffer.from(encryption.seal(key, backupCodeKeyContext(user)));
  const codes = new Map(
    backupCodes.map((code) => {
      const digest = isBackupCodeDigest(code) ? code : null;
      const codeHash = digest === null ? hashBackupCode(key, code) : null;
      return [digest ?? codeHash?.toString('hex'), { id: random.id('bkc'), codeHash, digest }];
    }),
  );
  await updateBackupCodeKey(queries, user, { sealedKey, now });
  await deleteBackupCodesOfUser(queries, user);
  await insertBackupCodes(queries, user, [...codes.values()], now);
}
