import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { exportJWK, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../base64url.ts';
import {
  createKeySource,
  defaultCustomJwtClaims,
  type SigningAlgorithm,
  signingAlgorithms,
  signJwt,
  tokenCategories,
  UnusableSigningKey,
  verifyCustomJwt,
  verifySessionToken,
} from '../index.ts';
import * as node from '../node/index.ts';
import { NOW_SECONDS, sessionClaims } from '../testing/raw-token.ts';
import { readJwsGroups, readVectors } from '../testing/vectors.ts';
import * as webcrypto from '../webcrypto/index.ts';

const rfc7515 =
  readVectors<Record<'HS256' | 'ES256', { key: JsonWebKey; signingInput: string; signature: string }>>(
    'rfc7515/appendix-a.json',
  );
const utf8 = (text: string) => new TextEncoder().encode(text);

/** A JWK as our signers take keys: PKCS #8 PEM, or the secret's bytes. */
function keyOf(jwk: JsonWebKey): string | Uint8Array<ArrayBuffer> {
  if (jwk.kty === 'oct') return decodeBase64url(jwk.k!)!;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

const pemOf = (type: 'rsa' | 'ec', options: object) =>
  generateKeyPairSync(type as 'rsa', options as { modulusLength: number })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
const rsaPem = pemOf('rsa', { modulusLength: 2048 });
const ecPem = pemOf('ec', { namedCurve: 'P-256' });
const secret = 'a secret of sixty-four bytes, which is enough for HMAC SHA-512 ok';
const keys = { HS: secret, RS: rsaPem, ES: ecPem };
const keyFor = (algorithm: SigningAlgorithm) => keys[algorithm.slice(0, 2) as 'HS'];

const runtimes = [
  {
    name: 'node',
    createCustomJwtSigner: async (key: Parameters<typeof node.createCustomJwtSigner>[0]) =>
      node.createCustomJwtSigner(key),
  },
  { name: 'webcrypto', createCustomJwtSigner: webcrypto.createCustomJwtSigner },
] as const;

describe.each(runtimes)('custom JWT signers on $name', ({ createCustomJwtSigner }) => {
  it('signs RFC 7515 appendix A.1 (HS256) byte for byte', async () => {
    const { key, signingInput, signature } = rfc7515.HS256;
    const signer = await createCustomJwtSigner({ algorithm: 'HS256', key: keyOf(key), keyId: 'k' });
    expect(encodeBase64url(await signer.sign(utf8(signingInput)))).toBe(signature);
  });

  it('signs RFC 7515 appendix A.3 (ES256) so that its public key verifies', async () => {
    const { key, signingInput, signature } = rfc7515.ES256;
    const { d: _, ...publicJwk } = key;
    const publicKey = {
      key: createPublicKey({ key: publicJwk, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363' as const,
    };
    const signer = await createCustomJwtSigner({ algorithm: 'ES256', key: keyOf(key), keyId: 'k' });
    const made = await signer.sign(utf8(signingInput));
    expect(made).toHaveLength(64);
    for (const one of [made, decodeBase64url(signature)!])
      expect(verify('sha256', utf8(signingInput), publicKey, one)).toBe(true);
  });

  it('signs the valid HS256, RS256, RS384 and RS512 cases of Wycheproof and RFC 7520 byte for byte', async () => {
    const seen: string[] = [];
    for (const group of readJwsGroups().testGroups) {
      const { alg, use, key_ops } = group.private as {
        alg?: SigningAlgorithm;
        use?: string;
        key_ops?: unknown;
      };
      const [first] = group.tests;
      if (!alg || !['HS256', 'RS256', 'RS384', 'RS512'].includes(alg)) continue;
      if (use === 'enc' || key_ops !== undefined || first?.result !== 'valid') continue;
      const { jws } = first;
      if (typeof jws !== 'string') continue;
      const [header, payload, signature] = jws.split('.');
      const signer = await createCustomJwtSigner({ algorithm: alg, key: keyOf(group.private), keyId: 'k' });
      expect(encodeBase64url(await signer.sign(utf8(`${header}.${payload}`)))).toBe(signature);
      seen.push(`${group.comment} ${alg}`);
    }
    expect(seen).toEqual(
      expect.arrayContaining([
        'hs256 HS256',
        'rs256 RS256',
        'rs384 RS384',
        'rs512 RS512',
        'rfc7520 RS256',
        'rfc7520 HS256',
      ]),
    );
  });

  it.each(signingAlgorithms)(
    '%s: jose verifies what we sign, and signs the same bytes',
    async (algorithm) => {
      const signer = await createCustomJwtSigner({ algorithm, key: keyFor(algorithm), keyId: 'jtmp_1' });
      const claims = { aud: 'convex', exp: NOW_SECONDS + 60, name: 'Zoë Ångström', sub: 'user_1' };
      const token = await signJwt({
        claimsJson: JSON.stringify(claims),
        category: tokenCategories.customJwt,
        originalIssuedAtSeconds: NOW_SECONDS,
        signer,
      });
      const verified = await jwtVerify(token, await joseKey(algorithm, 'public'), {
        algorithms: [algorithm],
        audience: 'convex',
        currentDate: new Date(NOW_SECONDS * 1000),
      });
      const header = {
        alg: algorithm,
        cat: tokenCategories.customJwt,
        kid: 'jtmp_1',
        oiat: NOW_SECONDS,
        typ: 'JWT',
      };
      expect(verified).toMatchObject({ payload: claims, protectedHeader: header });
      if (algorithm === 'ES256') return; // ECDSA signatures hold a random number.
      const joses = new SignJWT(claims).setProtectedHeader(header);
      expect(token).toBe(await joses.sign(await joseKey(algorithm, 'private')));
    },
  );

  it.each([
    ['HS256', secret.slice(0, 31), '32 bytes'],
    ['HS384', secret.slice(0, 47), '48 bytes'],
    ['HS512', secret.slice(0, 63), '64 bytes'],
    ['RS256', ecPem, 'RSA key'],
    ['RS384', 'secret', 'private key in PEM'],
    [
      'RS512',
      createPublicKey(rsaPem).export({ format: 'pem', type: 'spki' }).toString(),
      'private key in PEM',
    ],
    ['RS256', pemOf('rsa', { modulusLength: 1024 }), 'weak'],
    ['ES256', rsaPem, 'curve P-256'],
    ['ES256', pemOf('ec', { namedCurve: 'P-384' }), 'curve P-256'],
    ['RS256', rsaPem.replace(/[A-Za-z0-9+/]{40}\n/, ''), ''],
    [
      'ES256',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----',
      'encrypted',
    ],
  ] as const)('%s refuses an unfit key and never quotes it', async (algorithm, key, says) => {
    const failure = await createCustomJwtSigner({ algorithm, key, keyId: 'k' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UnusableSigningKey);
    const { message } = failure as Error;
    expect(message).toContain(says);
    for (const line of key.split('\n').filter((text) => text.length > 20 && !text.startsWith('-----')))
      expect(message).not.toContain(line);
  });

  it('reads a PEM whose line breaks were written as \\n', async () => {
    const key = rsaPem.replaceAll('\n', '\\n');
    await expect(createCustomJwtSigner({ algorithm: 'RS256', key, keyId: 'k' })).resolves.toMatchObject({
      algorithm: 'RS256',
    });
  });
});

async function joseKey(algorithm: SigningAlgorithm, half: 'public' | 'private') {
  if (algorithm.startsWith('HS')) return utf8(secret);
  const pem = keyFor(algorithm);
  if (half === 'private') return importPKCS8(pem, algorithm);
  const { d: _, ...jwk } = await exportJWK(createPrivateKey(pem));
  return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
}

describe('custom JWTs and session tokens', () => {
  it.each(signingAlgorithms)(
    'no session token is ever signed with another algorithm than RS256: %s',
    async (algorithm) => {
      const signer = node.createCustomJwtSigner({ algorithm, key: keyFor(algorithm), keyId: 'k' });
      const signing = signJwt({ claimsJson: '{}', category: tokenCategories.session, signer });
      if (algorithm === 'RS256') await expect(signing).resolves.toMatch(/^eyJ/);
      else await expect(signing).rejects.toThrow('Only custom JWTs');
    },
  );

  it('a custom JWT is no session token, whatever its claims and with whichever key', async () => {
    const key = await node.generateSigningKey();
    const verifier = node.importPublicKey(key.publicJwk);
    const options = { keys: createKeySource([verifier]), nowSeconds: NOW_SECONDS };
    const claimsJson = JSON.stringify(sessionClaims());
    const category = tokenCategories.customJwt;
    const own = await signJwt({
      claimsJson,
      category,
      signer: node.createNodeSigner(key.privateKeyPem, key.keyId),
    });
    expect(await verifySessionToken(own, options)).toMatchObject({ ok: false, reason: 'category' });
    expect(await verifyCustomJwt(own, options)).toMatchObject({ ok: true });
    // The public key as HMAC secret: the classic confusion of algorithms (RFC 8725 section 2.1).
    const confused = node.createCustomJwtSigner({
      algorithm: 'HS256',
      key: key.publicKeyPem,
      keyId: key.keyId,
    });
    const forged = await signJwt({ claimsJson, category, signer: confused });
    for (const verifyToken of [verifySessionToken, verifyCustomJwt])
      expect(await verifyToken(forged, options)).toMatchObject({ ok: false, reason: 'algorithm' });
  });

  it('has the default claims of a custom JWT in alphabetical order, and no others', () => {
    const facts = {
      issuer: 'https://clerk.example.test',
      issuedAtSeconds: NOW_SECONDS,
      lifetimeSeconds: 300,
      allowedClockSkewSeconds: 5,
      tokenId: 'jti_1',
      userId: 'user_1',
    };
    expect(JSON.stringify(defaultCustomJwtClaims({ ...facts, azp: 'http://localhost:3000' }))).toBe(
      '{"azp":"http://localhost:3000","exp":1800000300,"iat":1800000000,"iss":"https://clerk.example.test",' +
        '"jti":"jti_1","nbf":1799999995,"sub":"user_1"}',
    );
    expect(defaultCustomJwtClaims({ ...facts, azp: '' })).not.toHaveProperty('azp');
  });
});
