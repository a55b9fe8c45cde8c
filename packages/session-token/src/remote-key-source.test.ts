import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createRemoteKeySource,
  type KeySource,
  signJwt,
  tokenCategories,
  verifySessionToken,
} from './index.ts';
import { createNodeSigner, generateSigningKey, importPublicKey } from './node/index.ts';
import { NOW_SECONDS, sessionClaims } from './testing/raw-token.ts';
import { importPublicKey as importWithWebCrypto } from './webcrypto/index.ts';

const [key, nextKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);
const claimsJson = JSON.stringify({ ...sessionClaims(), exp: NOW_SECONDS + 100_000 });
const tokenOf = async ({ privateKeyPem, keyId }: typeof key, kid = keyId) =>
  signJwt({ claimsJson, category: tokenCategories.session, signer: createNodeSigner(privateKeyPem, kid) });
const token = await tokenOf(key);
const nextToken = await tokenOf(nextKey);

describe('createRemoteKeySource', () => {
  let now = NOW_SECONDS;
  let published: unknown;
  let fetchJwks: ReturnType<typeof vi.fn<(signal: AbortSignal) => Promise<unknown>>>;
  let keys: KeySource;
  const verify = async (jwt: string, source = keys) => {
    const result = await verifySessionToken(jwt, { keys: source, nowSeconds: now });
    return result.ok ? 'ok' : result.reason;
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

  beforeEach(() => {
    now = NOW_SECONDS;
    published = { keys: [key.publicJwk] };
    fetchJwks = vi.fn(async () => published);
    keys = createRemoteKeySource({ fetchJwks, importKey: importPublicKey, nowSeconds: () => now });
  });

  it('fetches once for 200 concurrent cold verifications', async () => {
    fetchJwks.mockImplementation(async () => {
      await settle();
      return published;
    });
    const answers = await Promise.all(Array.from({ length: 200 }, () => verify(token)));
    expect(new Set(answers)).toEqual(new Set(['ok']));
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });

  it('fetches at most once in 30 s for 1,000 unknown key ids, and serves the known one all the while', async () => {
    await verify(token);
    fetchJwks.mockClear();
    now += 30;
    for (let index = 0; index < 1000; index += 1) {
      now += 0.029;
      const [, claims, signature] = token.split('.');
      const header = { alg: 'RS256', cat: tokenCategories.session, kid: `unknown_${index}`, typ: 'JWT' };
      const forged = [Buffer.from(JSON.stringify(header)).toString('base64url'), claims, signature].join('.');
      expect(await verify(forged)).toBe('unknown-key');
      if (index % 100 === 0) expect(await verify(token)).toBe('ok');
    }
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });

  it('shares one fetch among concurrent unknown key ids', async () => {
    await verify(token);
    now += 31;
    published = { keys: [key.publicJwk, nextKey.publicJwk] };
    expect(await Promise.all([nextToken, nextToken, token].map((jwt) => verify(jwt)))).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('answers a known key without waiting, and renews in the background after half its age', async () => {
    await verify(token);
    expect(keys.find(key.keyId)).not.toBeInstanceOf(Promise);
    now += 31;
    expect(keys.find(key.keyId)).not.toBeInstanceOf(Promise);
    await settle();
    expect(fetchJwks).toHaveBeenCalledTimes(2);
    now += 31;
    expect(keys.find(key.keyId)).not.toBeInstanceOf(Promise);
  });

  it('forgets a withdrawn key within 60 s, in spite of noise: a set replaces the one before it', async () => {
    await verify(token);
    published = { keys: [nextKey.publicJwk] };
    let lastAccepted = 0;
    for (let second = 1; second <= 120; second += 1) {
      now += 1;
      await verify(nextToken);
      if ((await verify(token)) === 'ok') lastAccepted = second;
      await settle();
    }
    expect(lastAccepted).toBeLessThanOrEqual(60);
    expect(await verify(nextToken)).toBe('ok');
  });

  it('says that keys are unavailable, and tries again after 1, 2, 4 … 30 s', async () => {
    fetchJwks.mockRejectedValue(new Error('connection refused'));
    const attempts: number[] = [];
    for (let tenths = 0; tenths <= 1200; tenths += 1) {
      now = NOW_SECONDS + tenths / 10;
      const before = fetchJwks.mock.calls.length;
      expect(await verify(token)).toBe('keys-unavailable');
      if (fetchJwks.mock.calls.length > before) attempts.push(tenths / 10);
    }
    expect(attempts).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
    fetchJwks.mockImplementation(async () => published);
    now += 30;
    expect(await verify(token)).toBe('ok');
  });

  it('keeps the last set for 300 s past its age while fetching fails, and no longer', async () => {
    await verify(token);
    fetchJwks.mockRejectedValue(new Error('connection refused'));
    now = NOW_SECONDS + 359;
    expect(await verify(token)).toBe('ok');
    now = NOW_SECONDS + 360;
    expect(await verify(token)).toBe('keys-unavailable');
  });

  it.each([
    ['not a JWK Set', { error: 'no' }],
    ['text', 'keys'],
    ['nothing', undefined],
  ])('counts %s as a failed fetch and keeps the keys it has', async (_, answer) => {
    await verify(token);
    published = answer;
    now += 61;
    expect(await verify(token)).toBe('ok');
  });

  it('refuses every token when the set has become empty', async () => {
    await verify(token);
    published = { keys: [] };
    now += 61;
    expect(await verify(token)).toBe('unknown-key');
  });

  it('gives up on a fetch that hangs, and aborts it', async () => {
    let signal: AbortSignal | undefined;
    fetchJwks.mockImplementation((given) => {
      signal = given;
      return new Promise(() => {});
    });
    const source = createRemoteKeySource({
      fetchJwks,
      importKey: importPublicKey,
      nowSeconds: () => now,
      timeoutSeconds: 0.01,
    });
    expect(await verify(token, source)).toBe('keys-unavailable');
    expect(signal?.aborted).toBe(true);
  });

  it('fetches again when the clock was set back, so that no key lives longer because of it', async () => {
    await verify(token);
    now -= 3600;
    published = { keys: [] };
    expect(await verify(token)).toBe('unknown-key');
  });

  it('shares nothing with another source: the same key id of another instance is another key', async () => {
    const foreign = createRemoteKeySource({
      fetchJwks: async () => ({ keys: [{ ...nextKey.publicJwk, kid: key.keyId }] }),
      importKey: importPublicKey,
      nowSeconds: () => now,
    });
    expect(await verify(token, foreign)).toBe('signature');
    expect(await verify(token)).toBe('ok');
    expect(await verify(await tokenOf(nextKey, key.keyId))).toBe('signature');
  });

  it('works with SubtleCrypto, and leaves out a key that cannot be imported', async () => {
    const source = createRemoteKeySource({
      fetchJwks: async () => ({ keys: [key.publicJwk, nextKey.publicJwk] }),
      importKey: (jwk) =>
        jwk.kid === nextKey.keyId ? Promise.reject(new Error('no')) : importWithWebCrypto(jwk),
      nowSeconds: () => now,
    });
    expect(await verify(token, source)).toBe('ok');
    expect(await verify(nextToken, source)).toBe('unknown-key');
  });
});
