import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createJwksKeySource,
  createKeySource,
  createSingleKeySource,
  importJwks,
  parseJwks,
  publicJwk,
  serializeJwks,
} from './index.ts';
import { generateSigningKey, importPublicKey } from './node/index.ts';
import { importPublicKey as importWithWebCrypto } from './webcrypto/index.ts';

const [{ publicJwk: a }, { publicJwk: b }] = await Promise.all([generateSigningKey(), generateSigningKey()]);

describe('parseJwks', () => {
  it('reads text and parsed values, and ignores unknown members', () => {
    const set = { keys: [{ ...a, x5t: 'x' }, b], extra: { keys: 1 } };
    for (const given of [set, JSON.stringify(set)])
      expect(parseJwks(given)).toEqual({ keys: [a, b], ignored: [] });
  });

  it('leaves out keys that it cannot use and says which and why', () => {
    const { kid: _, ...nameless } = a;
    const entries = [null, { kty: 'EC' }, nameless, { ...a, d: 'AQAB' }, { ...a, use: 'enc' }, b];
    const { keys, ignored } = parseJwks({ keys: entries });
    expect(keys).toEqual([b]);
    expect(ignored.map(({ index, reason }) => `${index} ${reason}`)).toEqual([
      '0 not-an-object',
      '1 not-rsa',
      '2 without-kid',
      '3 private-key',
      '4 other-use',
    ]);
  });

  it('uses none of the keys that share a kid', () => {
    const { keys, ignored } = parseJwks({ keys: [a, { ...b, kid: a.kid }, b] });
    expect(keys).toEqual([b]);
    expect(ignored).toEqual([
      { index: 0, reason: 'ambiguous-kid' },
      { index: 1, reason: 'ambiguous-kid' },
    ]);
  });

  it.each([[null], [undefined], ['{'], ['[]'], ['{"keys":[],"keys":[]}'], [[]], [{}], [{ keys: {} }], [7]])(
    'throws for %j, which is no JWK Set',
    (value) => {
      expect(() => parseJwks(value)).toThrow(TypeError);
    },
  );

  it('never throws for what the keys hold', () => {
    fc.assert(fc.property(fc.array(fc.anything()), (keys) => parseJwks({ keys }).keys.length === 0));
  });
});

describe('publishing keys', () => {
  it('serialises six members per key, whatever else is in the object', () => {
    const text = serializeJwks([{ ...a, d: 'secret', label: 'x' } as typeof a, b]);
    const { keys } = JSON.parse(text) as { keys: object[] };
    expect(keys).toEqual([a, b]);
    for (const key of keys) expect(Object.keys(key)).toEqual(['use', 'kty', 'kid', 'alg', 'n', 'e']);
    expect(text).not.toContain('"d":');
  });

  it('takes the public part of a private key and refuses what cannot be published', () => {
    expect(publicJwk({ ...a, d: 'AQAB', p: 'AQAB', ext: true, key_ops: ['sign'] }, 'ins_1')).toEqual({
      ...a,
      kid: 'ins_1',
    });
    expect(() => publicJwk({ ...a, kty: 'EC' }, 'k')).toThrow('not-rsa');
    expect(() => publicJwk({ ...a, n: 'AQAB' }, 'k')).toThrow('weak');
    expect(() => publicJwk({ ...a }, '')).toThrow('malformed');
  });
});

describe('key sources', () => {
  it('find keys by id and nothing by the names of Object.prototype', async () => {
    const sources = [
      createJwksKeySource({ keys: [a, b] }, importPublicKey),
      await importJwks({ keys: [a, b] }, importWithWebCrypto),
    ];
    for (const source of sources) {
      expect(await source.find(a.kid)).toMatchObject({ keyId: a.kid });
      for (const name of ['__proto__', 'constructor', 'hasOwnProperty', '', 'undefined'])
        expect(await source.find(name)).toBeUndefined();
    }
  });

  it('answer one key for every id only when made so', () => {
    const { kid: _, ...nameless } = a;
    const verifier = importPublicKey(nameless);
    expect(createSingleKeySource(verifier).find('anything')).toBe(verifier);
    expect(createKeySource([verifier]).find('undefined')).toBeUndefined();
  });
});
