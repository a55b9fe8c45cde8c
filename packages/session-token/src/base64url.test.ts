import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64url, decodeBase64urlBytes, encodeBase64url } from './base64url.ts';

it('gives back what was encoded, as the platform encodes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes));
      const source = new TextEncoder().encode(`..${text}.`);
      expect(decodeBase64urlBytes(source, 2, 2 + text.length)).toEqual(new Uint8Array(bytes));
    }),
  );
});

it('accepts a text exactly when encoding its bytes gives it back', () => {
  const nearly = fc.string({
    unit: fc.constantFrom(...'AQgwBCZaz09-_=+/ \n.é€Ł\u0000😀'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(nearly, (text) => {
      const again = Buffer.from(text, 'base64url').toString('base64url');
      expect(decodeBase64url(text) !== null).toBe(again === text);
    }),
    { numRuns: 20_000 },
  );
});

it('refuses every character outside the alphabet in every position', () => {
  for (let code = 0; code < 0x180; code += 1) {
    const character = String.fromCharCode(code);
    const isInAlphabet = /[A-Za-z0-9_-]/.test(character);
    for (const text of [
      `${character}AAA`,
      `A${character}AA`,
      `AA${character}A`,
      `AAA${character}`,
      `${character}A`,
    ])
      expect(decodeBase64url(text) !== null).toBe(isInAlphabet);
  }
});
