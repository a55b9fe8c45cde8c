import { createHmac } from 'node:crypto';
import { importPublicKey } from '@bartleby/session-token/node';
import type { Platform } from './platform.ts';

/** Node: synchronous, two to five times as fast as WebCrypto. */
export const platform: Platform = {
  importPublicKey,
  hmacSha256: (secret, text) => createHmac('sha256', secret).update(text).digest(),
};
