import { describe, expect, it } from 'vitest';
import { allowedRedirect } from './allowed-redirect.ts';

const page = {
  href: 'https://good.example/i/app/account/sign-in?x=1',
  allowedOrigins: ['https://app.example.com', 'http://localhost:*'],
};

describe('allowedRedirect', () => {
  it.each([
    ['/user', 'https://good.example/user'],
    ['/a/../b?c=d#e', 'https://good.example/b?c=d#e'],
    ['https://good.example/x', 'https://good.example/x'],
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://APP.example.com/Path?q=https://evil.test', 'https://app.example.com/Path?q=https://evil.test'],
    ['http://localhost:3000/after', 'http://localhost:3000/after'],
    ['http://localhost:4178/', 'http://localhost:4178/'],
  ])('lets %s through', (target, expected) => {
    expect(allowedRedirect(target, page)).toBe(expected);
  });

  it.each([
    null,
    undefined,
    '',
    '//evil.test',
    '///evil.test',
    '////evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '\\/evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '\t//evil.test',
    ' //evil.test',
    'https:evil.test',
    'https:/evil.test',
    'https:///evil.test',
    'https:\\\\evil.test',
    'https://evil.test',
    'https://good.example@evil.test',
    'https://good.example:443@evil.test',
    'https://good.example%00.evil.test',
    'https://good.example%2eevil.test',
    'https://good.example\\.evil.test',
    'https://good.example.evil.test',
    'https://goodexample',
    'https://evilgood.example',
    'https://good.example:444/',
    'http://good.example/',
    'https://user:pass@good.example/',
    'https://app.example.com@evil.test/',
    'https://sub.app.example.com/',
    'https://app.example.com.evil.test/',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'https://localhost:3000/',
    'http://localhost.evil.test:3000/',
    'http://127.0.0.1:3000/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://good.example/1',
    'file:///etc/passwd',
    'myapp://callback',
    'ftp://good.example/',
    'ws://good.example/',
    'https://gооd.example/',
    'https://good。example@evil.test',
    'https://[::1]/',
    'https://good.example\u0000.evil.test',
    'https://evil.test\r\nLocation: https://good.example',
    'evil.test',
    '?redirect_url=https://evil.test',
    'https://',
    `https://good.example/${'x'.repeat(9000)}`,
  ])('refuses %j', (target) => {
    expect(allowedRedirect(target, page)).toBe(null);
  });

  it('keeps a path that only looks like another host on this origin', () => {
    expect(allowedRedirect('/%09/evil.test', page)).toBe('https://good.example/%09/evil.test');
    expect(allowedRedirect('/https://evil.test', page)).toBe('https://good.example/https://evil.test');
  });

  it('lets a whole URL of the list through, and no other of its origin', () => {
    const allowedOrigins = [...page.allowedOrigins, 'https://other.example.com/callback'];
    const to = (target: string) => allowedRedirect(target, { ...page, allowedOrigins });
    expect(to('https://other.example.com/callback?a=1')).toBe('https://other.example.com/callback?a=1');
    expect(to('https://other.example.com/')).toBeNull();
  });
});
