import { type EnvironmentType, keyPrefixes } from '@bartleby/api-contract';

/** A secret key, as it can be shown: the key itself is known to its holder alone. */
export interface SecretKey {
  readonly id: string;
  readonly instanceId: string;
  readonly name: string;
  /** The key's first characters, to recognise it by. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const SHOWN_CHARACTERS = 'sk_test_'.length + 4;
const LAST_USED_PRECISION_MS = 60_000;

/** `sk_test_…` or `sk_live_…` with 48 random characters. */
export function newSecretKeyText(environmentType: EnvironmentType, randomText: string): string {
  const prefix = environmentType === 'production' ? keyPrefixes.secretLive : keyPrefixes.secretTest;
  return prefix + randomText.slice(0, 48);
}

/** What of a secret key may be stored and shown. */
export function shownPrefix(secretKey: string): string {
  return secretKey.slice(0, SHOWN_CHARACTERS);
}

/** Null when the text can be an instance's secret key (an operator may choose the first one), else why not. */
export function secretKeyProblem(secretKey: string, environmentType: EnvironmentType): string | null {
  const prefix = environmentType === 'production' ? keyPrefixes.secretLive : keyPrefixes.secretTest;
  if (!secretKey.startsWith(prefix)) return `it must begin with ${prefix}`;
  return /^[0-9A-Za-z]{24,128}$/.test(secretKey.slice(prefix.length))
    ? null
    : `${prefix} must be followed by 24 to 128 letters and digits`;
}

/** `last_used_at` is written at most once a minute. */
export function needsLastUsedWrite(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= LAST_USED_PRECISION_MS;
}
