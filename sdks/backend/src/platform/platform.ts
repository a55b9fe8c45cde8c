import type { Verifier } from '@bartleby/session-token';

/** What differs between Node, where cryptography answers at once, and other runtimes. */
export interface Platform {
  /** @throws TypeError (or rejects with it) when it is not an RSA key for RS256. */
  importPublicKey(key: string | object): Verifier | Promise<Verifier>;
  hmacSha256(secret: string, text: string): Uint8Array | Promise<Uint8Array>;
}
