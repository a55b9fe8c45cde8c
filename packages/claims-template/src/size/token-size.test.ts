import { describe, expect, it } from 'vitest';
import { base64UrlLength, claimSizes, serializeClaims, tokenSize, utf8Length } from '../index.ts';

describe('base64UrlLength', () => {
  it.each([0, 1, 2, 3, 4, 91, 300, 1528])('of %i bytes is what the encoder writes', (bytes) => {
    expect(base64UrlLength(bytes)).toBe(Buffer.alloc(bytes).toString('base64url').length);
  });
});

describe('utf8Length', () => {
  it.each([
    '',
    'a',
    'é',
    '€',
    '😀',
    'a😀é€',
    '\u0000',
    '\u07ff\u0800',
    '\ud800',
    '\udc00x',
    '\ud800\ud800\udc00',
  ])('of %j is what the encoder writes', (text) => {
    expect(utf8Length(text)).toBe(Buffer.from(text, 'utf8').length);
  });
});

describe('tokenSize', () => {
  it.each([
    [300, 0, 866],
    [300, 1228, 2504],
    [450, 1228, 2704],
    [650, 1228, 2970],
    [650, 2048, 4064],
  ])('of %i default and %i custom bytes is %i (claims-language section 7)', (defaults, custom, bytes) => {
    const { tokenBytes } = tokenSize({ headerBytes: 91, claimsBytes: defaults + custom });
    expect(Math.abs(tokenBytes - bytes)).toBeLessThanOrEqual(1);
  });

  it('counts name and value, and draws the line between 4096 and 4097', () => {
    const cookieName = '__session_AbCdEf12';
    const largest = Math.max(
      ...Array.from({ length: 4096 }, (_, claimsBytes) => claimsBytes).filter(
        (claimsBytes) => tokenSize({ headerBytes: 91, claimsBytes, cookieName }).fitsCookie,
      ),
    );
    const fits = tokenSize({ headerBytes: 91, claimsBytes: largest, cookieName });
    expect(fits.cookieBytes).toBe(cookieName.length + fits.tokenBytes);
    expect(fits.bytesLeft).toBeGreaterThanOrEqual(0);
    const over = tokenSize({ headerBytes: 91, claimsBytes: largest + 1, cookieName });
    expect(over).toMatchObject({ fitsCookie: false });
    expect(over.cookieBytes).toBeGreaterThan(4096);
    const exactly = (signatureCharacters: number) =>
      tokenSize({ headerBytes: 0, claimsBytes: 0, cookieName: 'x', signatureCharacters });
    expect(exactly(4093)).toMatchObject({ cookieBytes: 4096, fitsCookie: true, bytesLeft: 0 });
    expect(exactly(4094)).toMatchObject({ cookieBytes: 4097, fitsCookie: false, bytesLeft: -1 });
  });
});

describe('claimSizes', () => {
  it('adds up to the serialised claims, heaviest first', () => {
    const claims = { a: 1, metadata: { x: 'é'.repeat(20) }, name: 'Zoë' };
    const sizes = claimSizes(claims);
    expect(sizes.map(({ name }) => name)).toEqual(['metadata', 'name', 'a']);
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 1);
    expect(total).toBe(utf8Length(serializeClaims(claims)));
  });
});
