import { describe, expect, it } from 'vitest';
import {
  createJwksKeySource,
  createKeySource,
  publishedFailureReasons,
  signJwt,
  tokenCategories,
  type ValidationOptions,
  verifyCustomJwt,
  verifyHandshakeToken,
  verifySessionToken,
} from './index.ts';
import {
  createNodeSigner,
  generateSigningKey,
  importPublicKey,
  verifyCustomJwtSync,
  verifyHandshakeTokenSync,
  verifySessionTokenSync,
} from './node/index.ts';
import {
  base64url,
  ISSUER,
  NOW_SECONDS,
  readPrivateKey,
  sessionClaims,
  sessionHeader,
  signRaw,
} from './testing/raw-token.ts';

const key = await generateSigningKey();
const signer = createNodeSigner(key.privateKeyPem, key.keyId);
const privateKey = readPrivateKey(key.privateKeyPem);
const keys = createJwksKeySource({ keys: [key.publicJwk] }, importPublicKey);
const options = { keys, nowSeconds: NOW_SECONDS, issuer: ISSUER };
const issue = (claims: object, category: (typeof tokenCategories)[keyof typeof tokenCategories]) =>
  signJwt({ claimsJson: JSON.stringify(claims), category, signer });

const { sid: _sid, sts: _sts, v: _v, fva: _fva, ...customClaims } = sessionClaims();
const { sub: _sub, ...handshakeClaims } = { ...customClaims, handshake: ['__session=x; Path=/'] };
const rawTyped = (typ: string, claims: object) =>
  signRaw(JSON.stringify({ ...sessionHeader(key.keyId), typ }), JSON.stringify(claims), privateKey);

/** One token per class of token that exists around the product; each is right in itself. */
const tokens: Record<string, string> = {
  session: await issue(sessionClaims(), tokenCategories.session),
  'custom-jwt': await issue(customClaims, tokenCategories.customJwt),
  'custom-jwt like a session token': await issue(sessionClaims(), tokenCategories.customJwt),
  'custom-jwt like a handshake': await issue(handshakeClaims, tokenCategories.customJwt),
  handshake: await issue(handshakeClaims, tokenCategories.session),
  machine: await issue({ ...customClaims, sub: 'mch_1' }, tokenCategories.machine),
  'machine like a session token': await issue(sessionClaims(), tokenCategories.machine),
  'OAuth access token': rawTyped('at+jwt', sessionClaims()),
  'security event': rawTyped('secevent+jwt', { iss: ISSUER, jti: '1', iat: NOW_SECONDS, events: {} }),
  'status list': rawTyped('statuslist+jwt', sessionClaims()),
  ticket: signRaw(
    JSON.stringify({ alg: 'RS256', kid: key.keyId, typ: 'JWT' }),
    JSON.stringify({ ...sessionClaims(), st: 'sign_in_token' }),
    privateKey,
  ),
  'dev browser': `dvb_${'a'.repeat(27)}`,
  'refresh token': base64url('refresh'),
  'secret key': `sk_test_${'a'.repeat(40)}`,
};

const verifiers = {
  session: [verifySessionToken, verifySessionTokenSync],
  'custom-jwt': [verifyCustomJwt, verifyCustomJwtSync],
  handshake: [verifyHandshakeToken, verifyHandshakeTokenSync],
} as const;
const accepts: Record<keyof typeof verifiers, string[]> = {
  session: ['session'],
  // A template may have claims of any name; its category alone makes it a custom JWT.
  'custom-jwt': ['custom-jwt', 'custom-jwt like a session token'],
  handshake: ['handshake'],
};

describe.each(Object.keys(verifiers) as (keyof typeof verifiers)[])(
  'class confusion: the %s verifier',
  (name) => {
    it.each(Object.keys(tokens))('decides: %s', async (tokenName) => {
      for (const verify of verifiers[name]) {
        const result = await verify(tokens[tokenName]!, options);
        expect(result.ok).toBe(accepts[name].includes(tokenName));
      }
    });
  },
);

describe('verifySessionToken', () => {
  const session = tokens.session!;

  it('answers claims and protected header', async () => {
    expect(await verifySessionToken(session, options)).toEqual({
      ok: true,
      claims: sessionClaims(),
      protectedHeader: { alg: 'RS256', cat: tokenCategories.session, kid: key.keyId, typ: 'JWT' },
    });
  });

  it('takes the issuer as text, list or function', async () => {
    const verdict = async (issuer: ValidationOptions['issuer']) =>
      (await verifySessionToken(session, { ...options, issuer })).ok;
    expect(await verdict(ISSUER)).toBe(true);
    expect(await verdict([ISSUER])).toBe(true);
    expect(await verdict((issuer) => issuer.endsWith('.example.test'))).toBe(true);
    expect(await verdict(() => false)).toBe(false);
    expect(await verdict((() => 'yes') as unknown as () => boolean)).toBe(false);
  });

  it.each([[undefined], [null], [42], [{}], [[session]], [new String(session)], [Symbol('x')]])(
    'answers malformed for %o, which is no text',
    async (value) => {
      const given = value as unknown as string;
      expect(await verifySessionToken(given, options)).toMatchObject({ ok: false, reason: 'malformed' });
      expect(verifySessionTokenSync(given, options)).toMatchObject({ ok: false, reason: 'malformed' });
    },
  );

  it('looks at 16,384 characters and at no more', () => {
    expect(verifySessionTokenSync('a'.repeat(16_384), options)).toMatchObject({ reason: 'malformed' });
    expect(verifySessionTokenSync('a'.repeat(16_385), options)).toMatchObject({ reason: 'too-large' });
  });

  it.each([
    ['nowSeconds', { nowSeconds: Number.NaN }],
    ['nowSeconds', { nowSeconds: undefined as unknown as number }],
    ['clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', { clockSkewSeconds: Number.POSITIVE_INFINITY }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: [] }],
    ['audience', { audience: '' }],
    ['audience', { audience: [] }],
    ['authorizedParties', { authorizedParties: [] }],
    ['authorizedParties', { authorizedParties: [''] }],
    ['authorizedParties', { authorizedParties: 'https://app.test' as unknown as string[] }],
  ])('throws TypeError naming %s for %j: a mistake of the program', async (name, wrong) => {
    await expect(verifySessionToken(session, { ...options, ...wrong })).rejects.toThrow(name);
    expect(() => verifySessionTokenSync(session, { ...options, ...wrong })).toThrow(TypeError);
  });

  it('refuses when the key source fails, at once or later', async () => {
    const failing = [
      { find: () => Promise.reject(new Error('down')) },
      {
        find: () => {
          throw new Error('down');
        },
      },
    ];
    for (const source of failing)
      expect(await verifySessionToken(session, { ...options, keys: source })).toMatchObject({
        reason: 'keys-unavailable',
      });
  });

  it('takes no answer of a verifier but true for yes', async () => {
    const lax = { keyId: key.keyId, algorithm: 'RS256' as const, verify: () => 1 as unknown as boolean };
    const source = createKeySource([lax]);
    expect(await verifySessionToken(session, { ...options, keys: source })).toMatchObject({
      reason: 'signature',
    });
    expect(verifySessionTokenSync(session, { ...options, keys: source })).toMatchObject({
      reason: 'signature',
    });
  });

  it('repeats nothing of the token in its message, and refusals cannot be changed', async () => {
    const forged = signRaw(
      JSON.stringify({ ...sessionHeader('<script>evil'), typ: 'JWT' }),
      JSON.stringify(sessionClaims()),
      privateKey,
    );
    const result = await verifySessionToken(forged, options);
    expect(result).toMatchObject({ ok: false, reason: 'unknown-key' });
    expect(JSON.stringify(result)).not.toContain('evil');
    expect(Object.isFrozen(result)).toBe(true);
  });
});

it('has a published reason for every failure', () => {
  expect(publishedFailureReasons).toMatchObject({
    malformed: 'token-invalid',
    algorithm: 'token-invalid-algorithm',
    signature: 'token-invalid-signature',
    'unknown-key': 'jwk-kid-mismatch',
    'keys-unavailable': 'jwk-remote-failed-to-load',
    'authorized-party': 'token-invalid-authorized-parties',
    issuer: 'token-invalid-issuer',
    audience: 'token-verification-failed',
    expired: 'token-expired',
    'not-active-yet': 'token-not-active-yet',
    'issued-in-the-future': 'token-iat-in-the-future',
  });
  expect(Object.keys(publishedFailureReasons)).toHaveLength(19);
});
