import { beforeAll, describe, expect, it } from 'vitest';
import {
  createKeySource,
  type KeySource,
  parseJwks,
  verifyCustomJwt,
  verifyHandshakeToken,
  verifySessionToken,
} from './index.ts';
import { generateSigningKey } from './node/index.ts';
import { buildJwk, buildToken, type ProbeFile, type ProbeKeys } from './testing/build-probe.ts';
import { readPrivateKey } from './testing/raw-token.ts';
import { runtimes } from './testing/runtimes.ts';
import { readVectors } from './testing/vectors.ts';

const file = readVectors<ProbeFile>('claim-probes.json');
const [key, otherKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);
const keys: ProbeKeys = {
  keyId: key.keyId,
  privateKey: readPrivateKey(key.privateKeyPem),
  otherPrivateKey: readPrivateKey(otherKey.privateKeyPem),
};
const verifiers = {
  session: verifySessionToken,
  'custom-jwt': verifyCustomJwt,
  handshake: verifyHandshakeToken,
};

describe.each(runtimes)('claim probes on $name', ({ importPublicKey }) => {
  let source: KeySource;
  beforeAll(async () => {
    source = createKeySource([await importPublicKey(key.publicJwk)]);
  });

  it.each(file.tokenProbes)('$id: $expect', async (probe) => {
    const given = { nowSeconds: file.nowSeconds, issuer: file.issuer, ...probe.options };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
    const verify = verifiers[probe.class ?? 'session'];
    const result = await verify(buildToken(probe, file, keys), {
      nowSeconds: file.nowSeconds,
      ...options,
      keys: source,
    });
    expect(result.ok ? 'ok' : result.reason).toBe(probe.expect);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('key probes', () => {
  it.each(file.keyProbes)('$id: $expect', (probe) => {
    const { keys: usable, ignored } = parseJwks({ keys: [buildJwk(probe, { ...key.publicJwk })] });
    expect(usable.length === 1 ? 'usable' : ignored[0]!.reason).toBe(probe.expect);
  });
});
