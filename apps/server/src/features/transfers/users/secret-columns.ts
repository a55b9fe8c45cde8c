import type { UserRecord } from '@bartleby/api-contract';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  backupCodeKeyContext,
  hashBackupCode,
  isBackupCodeDigest,
  isCheckableBackupCodeDigest,
  MAX_BACKUP_CODE_DIGESTS,
  requirePasswordDigest,
  TOTP_SECRET_LIMITS,
  totpSecretContext,
  totpSecretOf,
} from '../../users/index.ts';
import type { RowContext } from './identifier-rows.ts';
import { bytesColumn, instantColumn, type Row } from './user-rows.ts';

/** What seals and makes secrets, for which instance. */
export interface SecretContext extends RowContext {
  readonly instanceId: string;
  readonly dependencies: Pick<Dependencies, 'encryption' | 'random'>;
}

const instantOrNull = (milliseconds: number | null | undefined) =>
  milliseconds === null || milliseconds === undefined ? null : instantColumn(milliseconds);

/** What this server hashed itself goes back where it was; every other digest waits for the right password. Throws Refusal form_*. */
export function passwordColumns(record: UserRecord, { createdAt }: RowContext) {
  const given = requirePasswordDigest({
    passwordDigest: record.password_digest,
    passwordHasher: record.password_hasher,
  });
  const digest = given?.digest ?? null;
  const isOurs = given?.hasher === 'argon2id' && record.password_normalized === true;
  return {
    password_hash: isOurs ? digest : null,
    password_digest: isOurs ? null : digest,
    password_hasher: isOurs ? null : (given?.hasher ?? null),
    password_updated_at: instantOrNull(
      record.password_last_updated_at ?? (digest === null ? null : createdAt),
    ),
    password_compromised: record.password_compromised ?? false,
  };
}

/** An authenticator app's secret, sealed. Throws Refusal form_param_format_invalid. */
export function totpColumns(record: UserRecord, context: SecretContext) {
  if (!record.totp_secret) return { sealed_totp_secret: null, totp_verified_at: null };
  const secret = totpSecretOf(record.totp_secret);
  const { min_bytes: min, max_bytes: max } = TOTP_SECRET_LIMITS;
  if (!secret)
    throw new Refusal('form_param_format_invalid', {
      param_name: 'totp_secret',
      message: 'is invalid',
      long_message: `totp_secret must be Base32 of ${min} to ${max} bytes.`,
    });
  const sealed = context.dependencies.encryption.seal(
    secret,
    totpSecretContext({ instanceId: context.instanceId, id: context.userId }),
  );
  return {
    sealed_totp_secret: bytesColumn(sealed),
    totp_verified_at: instantColumn(record.totp_verified_at ?? record.mfa_enabled_at ?? context.createdAt),
  };
}

const HMAC = /^hmac_sha256:([A-Za-z0-9+/]{43}=)$/;
const KEY = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Backup codes as rows, and the sealed key of those that are kept under one.
 * Throws Refusal form_param_format_invalid.
 */
export function backupCodeRows(
  record: UserRecord,
  context: SecretContext,
): { sealedKey: string | null; rows: Row[] } {
  const codes = record.backup_codes ?? [];
  if (codes.filter(isBackupCodeDigest).length > MAX_BACKUP_CODE_DIGESTS)
    throw new Refusal('form_param_array_size_exceeded', {
      param_name: 'backup_codes',
      max_size: MAX_BACKUP_CODE_DIGESTS,
    });
  const key = backupCodeKey(record, context);
  // Two equal codes are one code.
  const columns = new Map(
    codes.map((code) => {
      const column = codeColumns(code, key.bytes, key.isGiven);
      return [column.code_hash ?? column.bcrypt_digest, column];
    }),
  );
  const rows = [...columns.values()].map((column) => ({
    id: context.id('bkc'),
    user_id: context.userId,
    ...column,
    created_at: instantColumn(context.createdAt),
  }));
  const sealed =
    codes.some((code) => !isBackupCodeDigest(code)) &&
    context.dependencies.encryption.seal(
      key.bytes,
      backupCodeKeyContext({ instanceId: context.instanceId, id: context.userId }),
    );
  return { sealedKey: sealed ? bytesColumn(sealed) : null, rows };
}

function backupCodeKey({ backup_code_key: given }: UserRecord, { dependencies }: SecretContext) {
  if (!given) return { bytes: dependencies.random.bytes(32), isGiven: false };
  if (!KEY.test(given)) throw new Refusal('form_param_format_invalid', { param_name: 'backup_code_key' });
  return { bytes: Buffer.from(given, 'base64'), isGiven: true };
}

function codeColumns(code: string, key: Uint8Array, keyIsGiven: boolean) {
  if (isBackupCodeDigest(code)) {
    if (!isCheckableBackupCodeDigest(code))
      throw new Refusal('form_param_format_invalid', {
        param_name: 'backup_codes',
        message: 'is invalid',
        long_message: 'backup_codes: a bcrypt digest must have a cost from 4 to 12.',
      });
    return { code_hash: null, bcrypt_digest: code };
  }
  const hash = HMAC.exec(code)?.[1];
  if ((code.startsWith('hmac_sha256:') && !hash) || (hash && !keyIsGiven))
    throw new Refusal('form_param_format_invalid', { param_name: 'backup_codes' });
  const bytes = hash ? Buffer.from(hash, 'base64') : hashBackupCode(key, code);
  return { code_hash: bytesColumn(bytes), bcrypt_digest: null };
}
