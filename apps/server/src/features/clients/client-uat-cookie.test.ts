import { describe, expect, it } from 'vitest';
import { clientUatLines, cookieDomain } from './client-uat-cookie.ts';

describe('cookieDomain', () => {
  it.each([
    ['development', 'localhost', 'localhost', 'localhost'],
    ['development', '127.0.0.1', 'localhost', null],
    ['development', '[::1]', 'localhost', null],
    ['production', 'app.acme.test', 'clerk.acme.test', 'acme.test'],
    ['production', 'acme.test', 'clerk.acme.test', 'acme.test'],
    ['production', 'a.b.acme.test', 'clerk.acme.test', 'acme.test'],
    ['production', 'app.acme.test', 'app.acme.test', 'app.acme.test'],
    ['production', 'localhost', 'localhost', 'localhost'],
    ['production', 'acme.test', 'other.test', null],
    ['production', '10.0.0.1', '10.0.0.1', null],
  ] as const)('%s: app on %s, server on %s: %s', (environmentType, app, server, domain) => {
    expect(cookieDomain(environmentType, app, server)).toBe(domain);
  });
});

describe('clientUatLines', () => {
  it('writes both names, as the environment needs it', () => {
    const live = { environmentType: 'production', cookieSuffix: 'abc' } as const;
    const rest = 'Path=/; Max-Age=315360000; Secure; SameSite=Lax';
    expect(clientUatLines(live, null, 0)).toEqual([`__client_uat=0; ${rest}`, `__client_uat_abc=0; ${rest}`]);
  });
});
