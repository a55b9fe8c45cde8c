import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { createKeySource, verifySessionToken } from './index.ts';
import { generateSigningKey, importPublicKey, verifySessionTokenSync } from './node/index.ts';
import { createDice, generateSignedToken, mutateToken } from './testing/generate-tokens.ts';
import { ISSUER, NOW_SECONDS, readPrivateKey } from './testing/raw-token.ts';
import { importPublicKey as importWithWebCrypto } from './webcrypto/index.ts';

const TOKENS = 100_000;
const SIGNED = 6_000;
const SEED = 20_261_123;

const key = await generateSigningKey();
const privateKey = readPrivateKey(key.privateKeyPem);
const publicKey = createPublicKey(key.publicKeyPem);
const options = { nowSeconds: NOW_SECONDS, issuer: ISSUER, authorizedParties: ['https://app.example.test'] };

/** jose, told as much as it can be told of what we demand. */
const joseAccepts = (token: string) =>
  jwtVerify(token, publicKey, {
    algorithms: ['RS256'],
    issuer: ISSUER,
    typ: 'JWT',
    clockTolerance: 5,
    currentDate: new Date(NOW_SECONDS * 1000),
    requiredClaims: ['exp', 'sub', 'sid', 'azp'],
  }).then(
    () => true,
    () => false,
  );

it(`of ${TOKENS} generated and mutated tokens, accepts none that jose refuses`, async () => {
  const keys = createKeySource([importPublicKey(key.publicJwk)]);
  const webCryptoKeys = createKeySource([await importWithWebCrypto(key.publicJwk)]);
  const dice = createDice(SEED);
  const signed: string[] = [];
  const accepted = new Set<string>();
  for (let index = 0; index < TOKENS; index += 1) {
    const isSigned = index < SIGNED;
    const token = isSigned
      ? generateSignedToken(dice, key.keyId, privateKey)
      : mutateToken(dice, signed[dice(SIGNED)]!, signed[dice(SIGNED)]!);
    if (isSigned) signed.push(token);
    if (verifySessionTokenSync(token, { ...options, keys }).ok) accepted.add(token);
  }
  // A generator whose tokens are all refused would prove nothing.
  expect(accepted.size).toBeGreaterThan(1000);
  expect(accepted.size).toBeLessThan(SIGNED);
  const refusedByJose: string[] = [];
  for (const token of accepted) {
    if (!(await joseAccepts(token))) refusedByJose.push(token);
    expect((await verifySessionToken(token, { ...options, keys: webCryptoKeys })).ok).toBe(true);
  }
  expect(refusedByJose).toEqual([]);
  // Both runtimes decide alike on every token that reaches the signature or the claims.
  for (const token of signed)
    expect((await verifySessionToken(token, { ...options, keys: webCryptoKeys })).ok).toBe(
      accepted.has(token),
    );
}, 60_000);
