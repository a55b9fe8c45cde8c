import { timingSafeEqual } from 'node:crypto';

/** Checks passwords against one parsed digest; the bytes of the password are those that were typed. */
export type DigestVerifier = (password: string) => Promise<boolean>;

/** Reads a digest of one family; null when it is malformed, or would cost more than a sign-in may. */
export type DigestParser = (digest: string) => DigestVerifier | null;

/** Compares in a time that does not tell where two digests differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Bytes of hexadecimal text of either case; null for anything else. */
export function hexBytes(text: string | undefined): Buffer | null {
  if (!text || text.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(text)) return null;
  return Buffer.from(text, 'hex');
}

/** Bytes of Base64 (RFC 4648 §4 or §5), padded or not; null for anything else. */
export function base64Bytes(text: string | undefined): Buffer | null {
  if (!text || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    return null;
  return Buffer.from(text, 'base64');
}

/** A decimal number from 1 to `max`; null for anything else. */
export function countUpTo(text: string | undefined, max: number): number | null {
  if (!text || !/^[1-9]\d{0,9}$/.test(text)) return null;
  const count = Number(text);
  return count <= max ? count : null;
}
