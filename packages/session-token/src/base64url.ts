// Decodes what RFC 7515 section 2 allows and nothing else. The platform's own decoders forgive padding,
// white space and stray trailing bits, so that one signature would have several spellings.

export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const OUTSIDE = 64;

/** Byte → 6-bit value; 64 for every byte outside the alphabet. */
const VALUES = new Uint8Array(256).fill(OUTSIDE);
for (let value = 0; value < 64; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

const utf8 = new TextEncoder();

/**
 * The bytes that `text` spells, or null unless it is canonical base64url (RFC 7515 section 2): alphabet only,
 * no padding, no line breaks, unused trailing bits zero.
 */
export function decodeBase64url(text: string): Bytes | null {
  const source = utf8.encode(text);
  return decodeBase64urlBytes(source, 0, source.length);
}

/** As `decodeBase64url`, of the characters from `start` to `end` of a text that is at hand as bytes. */
export function decodeBase64urlBytes(source: Uint8Array, start: number, end: number): Bytes | null {
  const rest = (end - start) & 3;
  if (rest === 1) return null;
  const bytes = new Uint8Array(((end - start) >> 2) * 3 + (rest === 0 ? 0 : rest - 1));
  const lastQuad = end - rest;
  // One bit of a sum over all values tells whether any was outside, looked at once: this loop is the hot path.
  let seen = 0;
  let at = 0;
  for (let index = start; index < lastQuad; index += 4) {
    const a = VALUES[source[index]!]!;
    const b = VALUES[source[index + 1]!]!;
    const c = VALUES[source[index + 2]!]!;
    const d = VALUES[source[index + 3]!]!;
    seen |= a | b | c | d;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | d;
    at += 3;
  }
  if (rest > 0) {
    const a = VALUES[source[lastQuad]!]!;
    const b = VALUES[source[lastQuad + 1]!]!;
    const c = rest === 3 ? VALUES[source[lastQuad + 2]!]! : 0;
    seen |= a | b | c;
    bytes[at] = (a << 2) | (b >> 4);
    if (rest === 3) bytes[at + 1] = (b << 4) | (c >> 2);
    const unusedBits = rest === 3 ? c & 0b11 : b & 0b1111;
    if (unusedBits !== 0) return null;
  }
  return seen & OUTSIDE ? null : bytes;
}

/** Canonical base64url of `bytes` (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const a = bytes[index]!;
    const b = bytes[index + 1];
    const c = bytes[index + 2];
    text += ALPHABET[a >> 2]! + ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    if (b !== undefined) text += ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    if (c !== undefined) text += ALPHABET[c & 63]!;
  }
  return text;
}
