import { describe, expect, it } from 'vitest';
import { loadPortalConfig } from './load-portal-config.ts';
import { portalUrl, readPortalAddress } from './portal-address.ts';

describe('readPortalAddress', () => {
  it.each([
    ['/i/app/account/sign-in', '/i/app', 'sign-in'],
    ['/i/app/account/sign-in/', '/i/app', 'sign-in'],
    ['/i/app/account/sign-in/factor-one', '/i/app', 'sign-in'],
    ['/i/my-app-2/account/sign-up', '/i/my-app-2', 'sign-up'],
    ['/i/app/account', '/i/app', 'user'],
    ['/account/user', '', 'user'],
  ])('reads %s', (pathname, instancePath, page) => {
    expect(readPortalAddress(pathname)).toEqual({ instancePath, page });
  });

  it.each(['/', '/i/app', '/i/app/account/other', '/i//account/user', '/i/a.b/account', '/x/account/user'])(
    'finds no portal at %s',
    (pathname) => {
      expect(readPortalAddress(pathname)).toBe(null);
    },
  );

  it('is undone by portalUrl', () => {
    expect(portalUrl('/i/app', 'user')).toBe('/i/app/account/user');
  });
});

describe('loadPortalConfig', () => {
  const answering = (status: number, body: unknown) => async () =>
    new Response(JSON.stringify(body), { status });

  it('reads the configuration', async () => {
    const body = {
      publishable_key: 'pk_test_x',
      application_name: 'Acme',
      sign_up_mode: 'restricted',
      redirect_origins: ['http://localhost:*'],
    };
    expect(await loadPortalConfig('/i/app', answering(200, body))).toEqual({
      outcome: 'found',
      config: {
        publishableKey: 'pk_test_x',
        applicationName: 'Acme',
        isSignUpEnabled: false,
        allowedRedirectOrigins: ['http://localhost:*'],
      },
    });
  });

  it('tells an unknown instance from a server that is away', async () => {
    expect(await loadPortalConfig('/i/x', answering(404, {}))).toEqual({ outcome: 'no-such-instance' });
    expect(await loadPortalConfig('/i/x', answering(503, {}))).toEqual({ outcome: 'unreachable' });
    const offline = () => Promise.reject(new TypeError('offline'));
    expect(await loadPortalConfig('/i/x', offline)).toEqual({ outcome: 'unreachable' });
  });
});
