import { createSingleKeySource, verifySessionToken } from '@bartleby/session-token';
import { describe, expect, it } from 'vitest';
import { newSigningKey, sessionClaims, signTestToken } from '../testing/sign-test-token.ts';
import { platform as node } from './node.ts';
import { platform as webcrypto } from './webcrypto.ts';

describe.each([
  ['node', node],
  ['webcrypto', webcrypto],
])('platform %s', (_, platform) => {
  it('verifies session tokens', async () => {
    const key = await newSigningKey();
    const keys = createSingleKeySource(await platform.importPublicKey(key.publicKeyPem));
    const token = await signTestToken(key, sessionClaims(1_800_000_000));
    expect((await verifySessionToken(token, { keys, nowSeconds: 1_800_000_000 })).ok).toBe(true);
    const other = await signTestToken(await newSigningKey(), sessionClaims(1_800_000_000));
    expect((await verifySessionToken(other, { keys, nowSeconds: 1_800_000_000 })).ok).toBe(false);
  });

  it('computes HMAC-SHA256 (RFC 4231, test case 2)', async () => {
    const digest = await platform.hmacSha256('Jefe', 'what do ya want for nothing?');
    expect(Buffer.from(digest).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
