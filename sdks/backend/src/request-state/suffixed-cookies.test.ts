import type { SigningKey } from '@bartleby/session-token/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { cookieSuffix, parsePublishableKey } from '../publishable-key.ts';
import {
  LIVE_PUBLISHABLE_KEY,
  newSigningKey,
  signTestToken,
  TEST_PUBLISHABLE_KEY,
} from '../testing/sign-test-token.ts';
import { parseCookies, readSetCookie } from './cookies.ts';
import { originalUrl } from './request-url.ts';
import { usesSuffixedCookies } from './suffixed-cookies.ts';

const NOW = 1_800_000_000;
const SUFFIX = 'abcdefgh';
let key: SigningKey;
beforeAll(async () => {
  key = await newSigningKey();
});

interface TokenShape {
  iss?: string;
  iat?: number;
  exp?: number;
}
/** S, S', U, U' of backend contract section 2.4. */
type Row = [
  name: string,
  S: TokenShape | string | null,
  S2: TokenShape | null,
  U: string | null,
  U2: string | null,
  suffixed: boolean,
  live?: boolean,
];

const OURS = { iss: 'https://app.localhost:1853', iat: NOW, exp: NOW + 60 };
const OLD = { iss: 'https://app.localhost:1853', iat: NOW - 600, exp: NOW - 540 };
const ROWS: Row[] = [
  ['1 plain session without issuer', { iat: NOW }, OURS, '1', '1', false],
  ['1 plain session that is no token', 'garbage', OURS, '1', '1', false],
  [
    '2 plain session of another instance',
    { ...OURS, iss: 'https://other.localhost:1853' },
    null,
    '1',
    null,
    true,
  ],
  ['3 nothing suffixed', OURS, null, '1', null, false],
  ['4 plain session is newer', OURS, OLD, '1', '1', false],
  ['5 suffixed set is signed out, plain is not', OLD, OURS, '1', '0', false],
  ['6 development: plain is signed out, suffixed token expired', null, OLD, '0', '1', false],
  ['8 the same in production', null, { ...OLD, iss: 'https://clerk.example.test' }, '0', '1', true, true],
  ['7 suffixed session without its uat', null, OURS, null, null, false],
  ['8 suffixed set is newer', OLD, OURS, '1', '1', true],
  ['8 suffixed uat alone', null, null, null, '1', true],
];

describe('which set of cookies counts', () => {
  it.each(ROWS)('%s', async (_, plain, suffixed, uat, suffixedUat, answer, live) => {
    const token = (shape: TokenShape | string) =>
      typeof shape === 'string' ? shape : signTestToken(key, { ...shape });
    const cookies = new Map<string, string>();
    if (plain) cookies.set('__session', await token(plain));
    if (suffixed) cookies.set(`__session_${SUFFIX}`, await token(suffixed));
    if (uat !== null) cookies.set('__client_uat', uat);
    if (suffixedUat !== null) cookies.set(`__client_uat_${SUFFIX}`, suffixedUat);
    const publishableKey = parsePublishableKey(live ? LIVE_PUBLISHABLE_KEY : TEST_PUBLISHABLE_KEY);
    expect(usesSuffixedCookies(cookies, SUFFIX, publishableKey, NOW)).toBe(answer);
  });

  it('the suffix is that of the contract', async () => {
    expect(await cookieSuffix('pk_live_Y2xlcmsuY2xlcmsuZGV2JA')).toBe('1Z8AzTQD');
    expect(await cookieSuffix('pk_test_Y2xlcmsuY2xlcmsuZGV2JA')).toBe('QvfNY2dr');
  });
});

describe('reading a request', () => {
  it('cookies: the first of a name, decoded where that works, quotes off', () => {
    const cookies = parseCookies('a=1; a=2; b=%20x; c=%ff; d="q"; =e; f; g=h=i');
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', ' x'],
      ['c', '%ff'],
      ['d', 'q'],
      ['g', 'h=i'],
    ]);
    expect(parseCookies(null).size).toBe(0);
  });

  it('Set-Cookie lines: name, and value up to the first = or ;', () => {
    expect(readSetCookie('__session=abc; Path=/')).toEqual({ name: '__session', value: 'abc' });
    expect(readSetCookie('no value')).toEqual({ name: '', value: '' });
  });

  it.each([
    [{}, 'http://localhost:3000/a?b=c'],
    [
      { 'x-forwarded-host': 'example.com:3213, proxy', 'x-forwarded-proto': 'https,http' },
      'https://example.com:3213/a?b=c',
    ],
    [{ 'x-forwarded-host': 'user@evil.test' }, 'http://localhost:3000/a?b=c'],
    [{ 'x-forwarded-host': 'evil.test/path' }, 'http://localhost:3000/a?b=c'],
    [{ 'x-forwarded-proto': 'javascript' }, 'http://localhost:3000/a?b=c'],
    [{ 'x-forwarded-host': '[::1]:80', 'x-forwarded-proto': 'http' }, 'http://[::1]/a?b=c'],
  ])('the address behind proxies: %j → %s', (headers, expected) => {
    const request = new Request('http://localhost:3000/a?b=c', {
      headers: headers as Record<string, string>,
    });
    expect(originalUrl(request).href).toBe(expected);
  });
});
