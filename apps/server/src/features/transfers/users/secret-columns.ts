import type { UserRecord } from '@bartleby/api-contract';
import { Secret } from 'otpauth';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  backupCodeKeyContext,
  hashBackupCode,
  requirePasswordDigest,
  totpSecretContext,
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

const MIN_TOTP_BYTES = 10;
const MAX_TOTP_BYTES = 128;

/** An authenticator app's secret, sealed. Throws Refusal form_param_format_invalid. */
export function totpColumns(record: UserRecord, context: SecretContext) {
  if (!record.totp_secret) return { sealed_totp_secret: null, totp_verified_at: null };
  const secret = decodeBase32(record.totp_secret);
  if (!secret || secret.length < MIN_TOTP_BYTES || secret.length > MAX_TOTP_BYTES)
    throw new Refusal('form_param_format_invalid', {
      param_name: 'totp_secret',
      message: 'is invalid',
      long_message: `totp_secret must be Base32 of ${MIN_TOTP_BYTES} to ${MAX_TOTP_BYTES} bytes.`,
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

/** The bytes of a Base32 text; null when it is none. */
function decodeBase32(text: string): Uint8Array | null {
  try {
    return Secret.fromBase32(text.replace(/[\s-]/g, '')).bytes;
  } catch {
    return null;
  }
}

const BCRYPT = /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/;
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
    codes.some((code) => !BCRYPT.test(code)) &&
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
  if (BCRYPT.test(code)) return { code_hash: null, bcrypt_digest: code };
  const hash = HMAC.exec(code)?.[1];
  if ((code.startsWith('hmac_sha256:') && !hash) || (hash && !keyIsGiven))
    throw new Refusal('form_param_format_invalid', { param_name: 'backup_codes' });
  const bytes = hash ? Buffer.from(hash, 'base64') : hashBackupCode(key, code);
  return { code_hash: bytesColumn(bytes), bcrypt_digest: null };
}
