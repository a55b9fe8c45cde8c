import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeBase64url, verifyCompactJws } from './index.ts';
import { createNodeSigner } from './node/index.ts';
import { runtimes } from './testing/runtimes.ts';
import { readVectors } from './testing/vectors.ts';
import { createWebCryptoSigner } from './webcrypto/index.ts';

interface Example {
  input: { payload: string; key: Record<string, string> };
  signing: { 'sig-input': string; sig: string };
  output: { compact?: string; json?: object; json_flat?: object };
}

const rs256 = readVectors<Example>('jose-cookbook/jws/4_1.rsa_v15_signature.json');
const { kty, n, e, kid } = rs256.input.key;

describe.each(runtimes)('RFC 7520 on $name', ({ importPublicKey }) => {
  it('verifies the RS256 example of section 4.1', async () => {
    const result = await verifyCompactJws(rs256.output.compact, await importPublicKey({ kty, n, e, kid }));
    expect(result).toMatchObject({ ok: true });
    expect(result.ok && new TextDecoder().decode(result.payload)).toBe(rs256.input.payload);
  });

  it.each([
    '4_2.rsa-pss_signature',
    '4_3.ecdsa_signature',
    '4_4.hmac-sha2_integrity_protection',
    '4_5.signature_with_detached_content',
    '4_6.protecting_specific_header_fields',
    '4_7.protecting_content_only',
    '4_8.multiple_signatures',
  ])('refuses %s, in compact and JSON form', async (name) => {
    const { output } = readVectors<Example>(`jose-cookbook/jws/${name}.json`);
    const verifier = await importPublicKey({ kty, n, e, kid });
    const forms = [output.compact, output.json, output.json_flat].filter((form) => form !== undefined);
    expect(forms.length).toBeGreaterThan(0);
    for (const form of forms)
      for (const token of [form, JSON.stringify(form)])
        expect((await verifyCompactJws(token, verifier)).ok).toBe(false);
  });

  it('refuses the unencoded payload of RFC 7797', async () => {
    const { output } = readVectors<Example>('jose-cookbook/rfc7797/hmac-sha2_b64_false.json');
    const verifier = await importPublicKey({ kty, n, e, kid });
    for (const form of Object.values(output)) {
      const token = typeof form === 'string' ? form : JSON.stringify(form);
      expect((await verifyCompactJws(token, verifier)).ok).toBe(false);
    }
  });
});

it('signs section 4.1 byte for byte, on both runtimes', async () => {
  const privateKey = createPrivateKey({ key: rs256.input.key, format: 'jwk' });
  const input = new TextEncoder().encode(rs256.signing['sig-input']);
  const { use: _, ...privateJwk } = rs256.input.key;
  for (const signer of [createNodeSigner(privateKey, kid!), await createWebCryptoSigner(privateJwk, kid!)])
    expect(encodeBase64url(await signer.sign(input))).toBe(rs256.signing.sig);
});
