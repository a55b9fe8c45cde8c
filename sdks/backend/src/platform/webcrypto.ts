import { importPublicKey } from '@bartleby/session-token/webcrypto';
import type { Platform } from './platform.ts';

const encoder = new TextEncoder();

/** Edge runtimes, workers, Deno and Bun. */
export const platform: Platform = {
  importPublicKey,
  hmacSha256: async (secret, text) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  },
};
