import { describe, expect, it } from 'vitest';
import { createKeySource, createSingleKeySource, verifySessionToken } from './index.ts';
import { ISSUER, NOW_SECONDS } from './testing/raw-token.ts';
import { runtimes } from './testing/runtimes.ts';
import { transposeWycheproof } from './testing/transpose-wycheproof.ts';
import { readJwsGroups } from './testing/vectors.ts';

const cases = transposeWycheproof(readJwsGroups().testGroups);

describe.each(runtimes)('Wycheproof carried over to session tokens, on $name', ({ importPublicKey }) => {
  it.each(cases)('$tcId $comment: $accepted', async ({ token, publicJwk, accepted }) => {
    const verifier = await importPublicKey(publicJwk).catch(() => null);
    const keys = verifier === null ? createKeySource([]) : createSingleKeySource(verifier);
    const result = await verifySessionToken(token, { keys, nowSeconds: NOW_SECONDS, issuer: ISSUER });
    expect(result.ok).toBe(accepted);
    // Were another check the one that refuses, the mutation would prove nothing.
    if (!result.ok) expect(['malformed', 'algorithm', 'unknown-key', 'signature']).toContain(result.reason);
  });
});

it('carries over 273 cases, 6 of them valid: the rest are about payloads or PSS encodings', () => {
  expect(cases).toHaveLength(273);
  expect(cases.filter(({ accepted }) => accepted)).toHaveLength(6);
});
