import { describe, expect, it } from 'vitest';
import { decodeJwt, parseJwks, verifyCompactJws } from './index.ts';
import { runtimes } from './testing/runtimes.ts';
import { readJwsGroups, readVectors } from './testing/vectors.ts';

/** An RS256-only verifier accepts exactly these of the 401 (conformance/vectors/session-token/README.md). */
const ACCEPTED_JWS = [33, 259, 260, 261, 262, 263, 345, 349];

describe.each(runtimes)('Wycheproof on $name', ({ importPublicKey }) => {
  it('decides all 401 JSON Web Signature cases as the RS256 profile says', async () => {
    const accepted: number[] = [];
    let cases = 0;
    for (const group of readJwsGroups().testGroups) {
      const verifier = await importPublicKey(group.public ?? group.private).catch(() => null);
      for (const { tcId, jws } of group.tests) {
        cases += 1;
        if (verifier && (await verifyCompactJws(jws, verifier)).ok) accepted.push(tcId);
      }
    }
    expect(cases).toBe(401);
    expect(accepted).toEqual(ACCEPTED_JWS);
  });

  it('accepts one of the 26 JSON Web Key sets: mixed, weak, mismatched and duplicate keys are refused', async () => {
    const { testGroups } = readVectors<{
      testGroups: { public?: object; private: object; tests: { tcId: number; jws: string }[] }[];
    }>('wycheproof/json_web_key_test.json');
    const accepted: number[] = [];
    for (const group of testGroups)
      for (const { tcId, jws } of group.tests)
        for (const jwk of parseJwks(group.public ?? group.private).keys) {
          const namesKey = decodeJwtHeader(jws)?.kid === jwk.kid;
          if (namesKey && (await verifyCompactJws(jws, await importPublicKey(jwk))).ok) accepted.push(tcId);
        }
    expect(testGroups.flatMap((group) => group.tests)).toHaveLength(26);
    expect(accepted).toEqual([5]);
  });

  it('checks the 257 PKCS #1 v1.5 signatures of the 2048-bit key strictly', async () => {
    const { testGroups } = readVectors<{
      testGroups: { keyJwk: object; tests: { tcId: number; msg: string; sig: string; result: string }[] }[];
    }>('wycheproof/rsa_signature_2048_sha256_test.json');
    const [strong, ...withExponent3] = testGroups;
    const verifier = await importPublicKey(strong!.keyJwk);
    expect(strong!.tests).toHaveLength(257);
    for (const { tcId, msg, sig, result } of strong!.tests)
      expect([tcId, await verifier.verify(fromHex(sig), fromHex(msg))]).toEqual([tcId, result === 'valid']);
    for (const { keyJwk } of withExponent3) await expect(importPublicKey(keyJwk)).rejects.toThrow('weak');
  });

  it('refuses all 139 JSON Web Encryption cases: no path decrypts anything', async () => {
    const { testGroups } = readVectors<{ testGroups: { tests: { jwe: unknown }[] }[] }>(
      'wycheproof/json_web_encryption_test.json',
    );
    const rs256 = readJwsGroups().testGroups.find((group) => group.tests[0]!.tcId === 33)!;
    const verifier = await importPublicKey(rs256.public!);
    const cases = testGroups.flatMap((group) => group.tests);
    expect(cases).toHaveLength(139);
    for (const { jwe } of cases) expect((await verifyCompactJws(jwe, verifier)).ok).toBe(false);
  });
});

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Wycheproof payloads are no claims sets, so the header is read by hand. */
function decodeJwtHeader(jws: string): { kid?: string } | undefined {
  expect(decodeJwt(jws)).toBeNull();
  return JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString());
}
