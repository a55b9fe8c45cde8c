import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { runtimes } from '../testing/runtimes.ts';
import { jwkThumbprint as webCryptoThumbprint } from '../webcrypto/index.ts';
import {
  createNodeSigner,
  generateSigningKey,
  importPublicKey,
  jwkThumbprint,
  publicKeyPem,
} from './index.ts';

const input = new TextEncoder().encode('header.claims');
const key = await generateSigningKey();

describe('generateSigningKey', () => {
  it('makes a key of 2048 bits with exponent 65537, different every time', async () => {
    const other = await generateSigningKey();
    expect(createPublicKey(key.publicKeyPem).asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
      publicExponent: 65537n,
    });
    expect(other.publicJwk.n).not.toBe(key.publicJwk.n);
    expect(other.keyId).not.toBe(key.keyId);
  });

  it('shows six public members and nothing private', () => {
    expect(Object.keys(key.publicJwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(JSON.stringify(key.publicJwk)).not.toContain('"d":');
  });

  it('names the key by its RFC 7638 thumbprint, the same on every node and after every restart', async () => {
    const { kty, n, e } = key.publicJwk;
    expect(key.keyId).toBe(await calculateJwkThumbprint({ kty, n, e }));
    expect(key.publicJwk.kid).toBe(key.keyId);
    expect(jwkThumbprint(importAgain(key.privateKeyPem))).toBe(key.keyId);
    expect(await webCryptoThumbprint({ n, e })).toBe(key.keyId);
  });

  it('computes the thumbprint of RFC 7638 section 3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3okn' +
      'jhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n9' +
      '1CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    expect(jwkThumbprint({ n, e: 'AQAB' })).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    expect(() => jwkThumbprint({ n })).toThrow(TypeError);
  });
});

describe('createNodeSigner', () => {
  const rsa = (modulusLength: number) =>
    generateKeyPairSync('rsa', {
      modulusLength,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });

  it('refuses keys that are weak, public, not RSA or not keys, without quoting them', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => createNodeSigner(rsa(1024).privateKey, 'k')).toThrow('weak');
    expect(() => createNodeSigner(ec.privateKey, 'k')).toThrow('not-rsa');
    expect(() => createNodeSigner(createPublicKey(key.publicKeyPem), 'k')).toThrow('private key');
    expect(() => createNodeSigner('MIIEsecret', 'k')).toThrow(/^(?!.*secret)/);
  });

  it('signs beside the event loop', async () => {
    const signer = createNodeSigner(key.privateKeyPem, key.keyId);
    let isPending = true;
    const signature = signer.sign(input).finally(() => {
      isPending = false;
    });
    expect(isPending).toBe(true);
    expect(importPublicKey(key.publicJwk).verify(new Uint8Array(await signature), input)).toBe(true);
  });
});

describe.each(runtimes)('importPublicKey on $name', ({ importPublicKey: importOne }) => {
  const pem = key.publicKeyPem;
  it.each([
    ['as it is', pem],
    ['with line breaks written as \\n', pem.replaceAll('\n', '\\n')],
    ['on one line', pem.replaceAll('\n', ' ')],
    ['without header and footer', pem.replaceAll(/-----.*-----/g, '')],
    ['with CRLF', pem.replaceAll('\n', '\r\n')],
    ['with blanks around it', `\n  ${pem}\n\n`],
    ['made from the JWK', publicKeyPem(key.publicJwk)],
  ])('reads a PEM %s', async (_, text) => {
    const verifier = await importOne(text);
    const signature = new Uint8Array(await createNodeSigner(key.privateKeyPem, 'k').sign(input));
    expect(verifier.keyId).toBeUndefined();
    expect(await verifier.verify(signature, input)).toBe(true);
    expect(await verifier.verify(signature, input.slice(1))).toBe(false);
  });

  const ec = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const pkcs1 = createPublicKey(pem).export({ type: 'pkcs1', format: 'pem' }).toString();
  it.each([
    ['a private key', key.privateKeyPem, 'private key'],
    ['a key that is not RSA', ec.publicKey, /not-rsa|public RSA key/],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'BEGIN PUBLIC KEY'],
    ['PKCS #1', pkcs1, 'BEGIN PUBLIC KEY'],
    ['no key', 'hello world!', 'PEM'],
    ['nothing', '', 'PEM'],
    ['half a key', pem.slice(0, 200), 'PEM'],
    ['a JWK with private members', { ...importAgain(key.privateKeyPem), d: 'AQAB' }, 'private-key'],
  ])('refuses %s and says what is needed', async (_, given, message) => {
    await expect(importOne(given)).rejects.toThrow(message);
  });
});

function importAgain(privateKeyPem: string) {
  const { kty, n, e } = createPublicKey(privateKeyPem).export({ format: 'jwk' });
  return { kty, ...(n === undefined ? {} : { n }), ...(e === undefined ? {} : { e }) };
}
