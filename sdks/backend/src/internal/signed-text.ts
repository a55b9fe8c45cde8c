import { platform } from '#platform';

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** HMAC-SHA256 of a text, in hexadecimal. */
export async function signText(secret: string, text: string): Promise<string> {
  return toHex(await platform.hmacSha256(secret, text));
}

/** Whether the signature is right, compared in constant time. */
export async function isSignedText(secret: string, text: string, signature: string): Promise<boolean> {
  return isEqual(toHex(await platform.hmacSha256(secret, text)), signature);
}

/** As `isSignedText`, at once; undefined where the runtime has no synchronous HMAC. */
export function isSignedTextSync(secret: string, text: string, signature: string): boolean | undefined {
  const digest = platform.hmacSha256(secret, text);
  return digest instanceof Promise ? undefined : isEqual(toHex(digest), signature);
}

/** Takes the same time wherever the texts differ. */
function isEqual(expected: string, given: string): boolean {
  if (expected.length !== given.length) return false;
  let difference = 0;
  for (let index = 0; index < expected.length; index += 1)
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
  return difference === 0;
}
