import { Secret, TOTP } from 'otpauth';

/** What authenticator apps expect (RFC 6238 §4, and the only parameters that all of them follow). */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** One step of 30 seconds before and after: clocks differ, and typing takes a while (RFC 6238 §5.2). */
const WINDOW_STEPS = 1;
/** RFC 4226 §4: at least 128 bits, better 160. */
export const TOTP_SECRET_BYTES = 20;

/** What a secret that comes from elsewhere may have. */
export const TOTP_SECRET_LIMITS = { min_bytes: 10, max_bytes: 128 } as const;

/** The bytes of a secret in Base32 (blanks and hyphens do not count); null when it is none that may be used. */
export function totpSecretOf(text: string): Uint8Array | null {
  try {
    const { bytes } = Secret.fromBase32(text.replace(/[\s-]/g, ''));
    const { min_bytes, max_bytes } = TOTP_SECRET_LIMITS;
    return bytes.length >= min_bytes && bytes.length <= max_bytes ? bytes : null;
  } catch {
    return null;
  }
}

/** How the secret is sealed: a ciphertext of one user opens for no other. */
export const totpSecretContext = (user: { readonly instanceId: string; readonly id: string }) =>
  `users/totp_secret/${user.instanceId}/${user.id}`;

const appOf = (secret: Uint8Array, names: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...PARAMETERS, ...names, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });

/** The secret as people type it where they cannot scan it: base32. */
export const totpSecretText = (secret: Uint8Array): string => appOf(secret).secret.base32;

/**
 * What the QR code holds (otpauth://totp/…).
 * @param names.issuer the application; @param names.label the account
 */
export const totpUri = (secret: Uint8Array, names: { issuer: string; label: string }): string =>
  appOf(secret, names).toString();

/** The time step whose code this is, or null when it is none of those that may be shown now. */
export function totpStepOf(secret: Uint8Array, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = now.getTime();
  const delta = appOf(secret).validate({ token: code, timestamp, window: WINDOW_STEPS });
  return delta === null ? null : Math.floor(timestamp / 1000 / PARAMETERS.period) + delta;
}
