import { expect, it } from 'vitest';
import { encodeBase64url } from './base64url.ts';
import { type ProtectedHeader, readProtectedHeader, rememberProtectedHeader } from './protected-header.ts';
import { sessionHeader } from './testing/raw-token.ts';

const segmentOf = (kid: string) =>
  encodeBase64url(
    new TextEncoder().encode(JSON.stringify({ ...sessionHeader(kid), jku: 'https://evil.test' })),
  );
const read = (kid: string) => readProtectedHeader(segmentOf(kid)) as ProtectedHeader;

it('keeps the five members that it knows, and nobody can change them', () => {
  expect(read('a')).toEqual(sessionHeader('a'));
  expect(Object.isFrozen(read('a'))).toBe(true);
});

it('remembers the headers it is told to, 256 at most, the oldest goes first', () => {
  const first = read('0');
  expect(read('0')).not.toBe(first);
  rememberProtectedHeader(segmentOf('0'), first);
  expect(read('0')).toBe(first);
  for (let index = 1; index < 256; index += 1)
    rememberProtectedHeader(segmentOf(`${index}`), read(`${index}`));
  expect(read('0')).toBe(first);
  rememberProtectedHeader(segmentOf('256'), read('256'));
  expect(read('0')).not.toBe(first);
  expect(read('0')).toEqual(first);
});
