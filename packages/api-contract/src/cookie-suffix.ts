/**
 * The suffix that keeps the cookies of several instances on one host apart: the first eight characters of
 * the base64url SHA-1 of the publishable key (frontend-api.md 3.3). Not a secret, so SHA-1 is good enough.
 * Needs WebCrypto, which browsers have in secure contexts only (https and localhost).
 */
export async function cookieSuffix(publishableKey: string): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-1', new TextEncoder().encode(publishableKey)),
  );
  return cookieSuffixOfDigest(digest);
}

/** The same from a SHA-1 digest (20 bytes) of the publishable key: for callers with a synchronous hash. */
export function cookieSuffixOfDigest(digest: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...digest));
  return base64.slice(0, 8).replaceAll('+', '-').replaceAll('/', '_');
}
