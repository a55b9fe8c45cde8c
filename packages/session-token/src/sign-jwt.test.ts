import fc from 'fast-check';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  createJwksKeySource,
  decodeJwt,
  defaultSessionClaims,
  MAX_TOKEN_LENGTH,
  serializeJwks,
  signJwt,
  tokenCategories,
  verifySessionToken,
} from './index.ts';
import { createNodeSigner, generateSigningKey, importPublicKey } from './node/index.ts';
import { NOW_SECONDS, sessionClaims } from './testing/raw-token.ts';
import { createWebCryptoSigner, generateSigningKey as generateWithWebCrypto } from './webcrypto/index.ts';

const key = await generateSigningKey();
const signer = createNodeSigner(key.privateKeyPem, key.keyId);
const keys = createJwksKeySource(serializeJwks([key.publicJwk]), importPublicKey);
const session = { category: tokenCategories.session, signer };

describe('signJwt', () => {
  it('makes a token that jose verifies, with the protected header alg cat kid oiat typ', async () => {
    const claims = sessionClaims();
    const token = await signJwt({
      ...session,
      claimsJson: JSON.stringify(claims),
      originalIssuedAtSeconds: NOW_SECONDS,
    });
    const verified = await jwtVerify(token, createLocalJWKSet({ keys: [{ ...key.publicJwk }] }), {
      algorithms: ['RS256'],
      currentDate: new Date(NOW_SECONDS * 1000),
    });
    expect(verified.payload).toEqual(claims);
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      cat: tokenCategories.session,
      kid: key.keyId,
      oiat: NOW_SECONDS,
      typ: 'JWT',
    });
  });

  it('makes the same with SubtleCrypto', async () => {
    const made = await generateWithWebCrypto();
    const webSigner = await createWebCryptoSigner(made.privateJwk, made.keyId);
    const token = await signJwt({
      ...session,
      signer: webSigner,
      claimsJson: JSON.stringify(sessionClaims()),
    });
    const result = await verifySessionToken(token, {
      keys: createJwksKeySource({ keys: [made.publicJwk] }, importPublicKey),
      nowSeconds: NOW_SECONDS,
    });
    expect(result).toMatchObject({ ok: true, claims: sessionClaims() });
    await expect(createWebCryptoSigner({ ...made.publicJwk }, 'k')).rejects.toThrow('private key');
    await expect(createWebCryptoSigner({ ...made.privateJwk, e: 'Aw' }, 'k')).rejects.toThrow('weak');
  });

  it('keeps the bytes of the claims as they are', async () => {
    const claimsJson = '{ "b":1.0,\n"a" : "\\u00e9é😀", "exp":1e3 }';
    const token = await signJwt({ ...session, claimsJson });
    expect(Buffer.from(token.split('.')[1]!, 'base64url').toString()).toBe(claimsJson);
  });

  it('makes only tokens that our verifier reads: any JSON object goes through unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), async (custom) => {
        const claimsJson = JSON.stringify({ ...custom, ...sessionClaims() });
        const token = await signJwt({ ...session, claimsJson });
        const result = await verifySessionToken(token, { keys, nowSeconds: NOW_SECONDS });
        expect(result.ok && result.claims).toEqual(JSON.parse(claimsJson));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['equal names', '{"sub":"a","sub":"b"}'],
    ['a list', '[]'],
    ['no JSON', '{sub:1}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['33 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`],
    ['nothing', ''],
  ])('refuses claims with %s', async (_, claimsJson) => {
    await expect(signJwt({ ...session, claimsJson })).rejects.toThrow(TypeError);
  });

  it('refuses header values out of range', async () => {
    const claimsJson = '{}';
    for (const originalIssuedAtSeconds of [Number.NaN, -1, 253_402_300_800])
      await expect(signJwt({ ...session, claimsJson, originalIssuedAtSeconds })).rejects.toThrow(TypeError);
    for (const keyId of ['', 'k'.repeat(256)])
      await expect(signJwt({ ...session, claimsJson, signer: { ...signer, keyId } })).rejects.toThrow(
        TypeError,
      );
  });

  it('signs up to 16,384 characters and refuses more before spending a signature', async () => {
    const claimsOf = (length: number) => JSON.stringify({ padding: 'x'.repeat(length) });
    const empty = (await signJwt({ ...session, claimsJson: claimsOf(0) })).length;
    const fits = Math.floor(((MAX_TOKEN_LENGTH - empty) * 3) / 4) - 2;
    expect((await signJwt({ ...session, claimsJson: claimsOf(fits) })).length).toBeGreaterThan(16_376);
    const unused = { ...signer, sign: () => Promise.reject(new Error('was asked to sign')) };
    await expect(signJwt({ ...session, signer: unused, claimsJson: claimsOf(fits + 8) })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('defaultSessionClaims', () => {
  const facts = {
    issuer: 'https://clerk.example.test',
    issuedAtSeconds: NOW_SECONDS,
    tokenId: 'jti_1',
    sessionId: 'sess_1',
    userId: 'user_1',
    factorVerificationAge: [3, -1] as const,
    status: 'active' as const,
  };

  it('has the default claims of version 2 in alphabetical order', () => {
    expect(JSON.stringify(defaultSessionClaims({ ...facts, azp: 'http://localhost:3000' }))).toBe(
      '{"azp":"http://localhost:3000","exp":1800000060,"fva":[3,-1],"iat":1800000000,' +
        '"iss":"https://clerk.example.test","jti":"jti_1","nbf":1799999990,"sid":"sess_1","sts":"active",' +
        '"sub":"user_1","v":2}',
    );
  });

  it('leaves azp out without an origin, and adds act and o when there is one', () => {
    const organization = { id: 'org_1', slg: 'acme', rol: 'admin' };
    const actor = { sub: 'user_2' };
    expect(defaultSessionClaims({ ...facts, azp: '' })).not.toHaveProperty('azp');
    expect(Object.keys(defaultSessionClaims(facts))).not.toContain('act');
    expect(defaultSessionClaims({ ...facts, actor, organization })).toMatchObject({
      act: actor,
      o: organization,
    });
  });

  it('takes lifetime and leeway', () => {
    const claims = defaultSessionClaims({ ...facts, lifetimeSeconds: 300, notBeforeLeewaySeconds: 0 });
    expect(claims).toMatchObject({ exp: NOW_SECONDS + 300, nbf: NOW_SECONDS });
  });
});

describe('decodeJwt', () => {
  it('reads header and claims of a token that nobody has verified', async () => {
    const token = await signJwt({ ...session, claimsJson: '{"sid":"sess_1","iat":5}' });
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.AAAA`;
    for (const text of [token, forged])
      expect(decodeJwt(text)).toMatchObject({
        protectedHeader: { alg: 'RS256' },
        claims: { sid: 'sess_1', iat: 5 },
      });
  });

  it('answers null for anything else and never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => decodeJwt(value) === null));
    for (const text of ['', 'a.b.c', 'e30.e30', 'W10.e30.', 'e30.W10.']) expect(decodeJwt(text)).toBeNull();
    expect(decodeJwt('e30.e30.')).toEqual({ protectedHeader: {}, claims: {} });
  });
});
