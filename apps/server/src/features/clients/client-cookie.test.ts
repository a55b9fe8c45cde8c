import { describe, expect, it } from 'vitest';
import { clientCookieLine, clientCookiePlace, readCookie } from './client-cookie.ts';

const development = {
  slug: 'app',
  environmentType: 'development',
  clientCookieName: '__client_abc',
} as const;
const live = { slug: 'app', environmentType: 'production', clientCookieName: '__client' } as const;

describe('clientCookiePlace', () => {
  it.each([
    [development, undefined, '/i/app'],
    [development, 'http://localhost:3000/__clerk', '/__clerk'],
    [development, 'http://localhost:3000/__clerk/', '/__clerk'],
    [development, 'http://localhost:3000/a;Domain=evil', '/i/app'],
    [development, 'http://localhost:3000/a b', '/i/app'],
    [development, 'no url', '/i/app'],
    [live, undefined, '/'],
    [live, 'https://app.test/api/__clerk', '/api/__clerk'],
  ] as const)('%o through %s: %s', (instance, proxyUrl, path) => {
    expect(clientCookiePlace(instance, proxyUrl).path).toBe(path);
  });

  it('is Secure for live instances only, HttpOnly and Lax for all, and names no Domain', () => {
    expect(clientCookieLine(clientCookiePlace(live, undefined), 's')).toMatch(
      /^__client=s; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/,
    );
    const line = clientCookieLine(clientCookiePlace(development, undefined), 's');
    expect(line).not.toMatch(/Secure|Domain/);
  });
});

describe('readCookie', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['a=1; __client_abc=x; b=2', 'x'],
    ['__client_abc=x;__client_abc=x', 'x'],
    ['__client_abc=x; __client_abc=y', null],
    ['__CLIENT_ABC=x', null],
    ['x__client_abc=x', null],
    ['__client_abc', null],
    ['__client_abc=', ''],
    [';;;=;  __client_abc=a=b', 'a=b'],
  ])('%s: %s', (header, value) => {
    expect(readCookie(header, '__client_abc')).toBe(value);
  });
});
