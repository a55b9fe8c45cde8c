import { describe, expect, it } from 'vitest';
import { createKeySource, signJwt, tokenCategories, verifySessionToken } from './index.ts';
import {
  createNodeSigner,
  generateSigningKey,
  importPublicKey,
  verifySessionTokenSync,
} from './node/index.ts';
import { ISSUER, NOW_SECONDS, sessionClaims } from './testing/raw-token.ts';
import { importPublicKey as importWithWebCrypto } from './webcrypto/index.ts';

const key = await generateSigningKey();
const signer = createNodeSigner(key.privateKeyPem, key.keyId);
const tokens = await Promise.all(
  Array.from({ length: 8 }, (_, index) =>
    signJwt({
      claimsJson: JSON.stringify({ ...sessionClaims(), jti: `token_${index}`, filler: 'x'.repeat(index) }),
      category: tokenCategories.session,
      originalIssuedAtSeconds: NOW_SECONDS - index,
      signer,
    }),
  ),
);
const options = { nowSeconds: NOW_SECONDS, issuer: ISSUER };
const keys = createKeySource([importPublicKey(key.publicJwk)]);
const webCryptoKeys = createKeySource([await importWithWebCrypto(key.publicJwk)]);

/** The token as text, with one bit of one of its (ASCII) characters flipped. */
function* flipsOfText(token: string): Generator<string> {
  for (let at = 0; at < token.length; at += 1)
    for (let bit = 0; bit < 8; bit += 1)
      yield token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << bit)) + token.slice(at + 1);
}

/** The token with one bit of its decoded header, claims or signature flipped, encoded canonically again. */
function* flipsOfBytes(token: string): Generator<string> {
  const segments = token.split('.');
  for (const [index, segment] of segments.entries()) {
    const bytes = Buffer.from(segment, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      yield segments.with(index, flipped.toString('base64url')).join('.');
    }
  }
}

describe('a single flipped bit', () => {
  it('the tokens themselves are accepted', async () => {
    for (const token of tokens) {
      expect(verifySessionTokenSync(token, { ...options, keys }).ok).toBe(true);
      expect((await verifySessionToken(token, { ...options, keys: webCryptoKeys })).ok).toBe(true);
    }
  });

  it.each([
    ['characters', flipsOfText],
    ['bytes', flipsOfBytes],
  ])(
    'in the %s of 8 tokens: every one is refused',
    (_, flips) => {
      let tried = 0;
      const accepted: string[] = [];
      for (const token of tokens)
        for (const flipped of flips(token)) {
          tried += 1;
          if (verifySessionTokenSync(flipped, { ...options, keys }).ok) accepted.push(flipped);
        }
      expect(tried).toBeGreaterThan(32_000);
      expect(accepted).toEqual([]);
    },
    60_000,
  );

  it('in a token verified by SubtleCrypto: every one is refused', async () => {
    for (const flips of [flipsOfText, flipsOfBytes]) {
      const results = await Promise.all(
        [...flips(tokens[0]!)].map((flipped) =>
          verifySessionToken(flipped, { ...options, keys: webCryptoKeys }),
        ),
      );
      expect(results.filter(({ ok }) => ok)).toEqual([]);
    }
  }, 60_000);
});
