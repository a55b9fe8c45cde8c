import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkAuthorization } from './check-authorization.ts';
import { createSessionCookies } from './cookies/session-cookies.ts';
import { formBody } from './frontend-api/form-body.ts';
import { readPublishableKey } from './publishable-key.ts';
import { fromWire } from './resources/from-wire.ts';
import { sha1 } from './sha1.ts';
import { createFakeBrowser, createFakeTime } from './testing/fake-browser.ts';
import { createFakeFrontendApi } from './testing/fake-frontend-api.ts';
import { refreshAgeMs } from './tokens/keep-token-fresh.ts';
import { guardClaims } from './tokens/omitted-claims.ts';
import { isFresher, readToken, type TokenFacts } from './tokens/read-token.ts';
import type { SessionClaims } from './tokens/session-claims.ts';

describe('sha1', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])(
    'agrees with the platform on %i characters',
    (length) => {
      const text = 'aé'.repeat(length).slice(0, length);
      expect(Buffer.from(sha1(text)).toString('hex')).toBe(createHash('sha1').update(text).digest('hex'));
    },
  );
});

describe('readPublishableKey', () => {
  it('gives host, kind and the cookie suffix of the contract’s example', () => {
    expect(readPublishableKey('pk_test_Zm9vLWJhci0xLmNsZXJrLmFjY291bnRzLmRldiQ')).toMatchObject({
      host: 'foo-bar-1.clerk.accounts.dev',
      instanceType: 'development',
      cookieSuffix: '-gc2PupC',
    });
  });
});

describe('formBody', () => {
  it('writes values as the Frontend API reads them', () => {
    const body = formBody({
      firstName: 'A&B',
      activeOrganizationId: null,
      left: undefined,
      emailAddress: ['a', 'b'],
      unsafeMetadata: { a: 1 },
      signOutOfOtherSessions: true,
    });
    expect([...body]).toEqual([
      ['first_name', 'A&B'],
      ['active_organization_id', ''],
      ['email_address', 'a'],
      ['email_address', 'b'],
      ['unsafe_metadata', '{"a":1}'],
      ['sign_out_of_other_sessions', 'true'],
    ]);
  });
});

describe('fromWire', () => {
  it('renames keys and dates, and leaves metadata as the app wrote it', () => {
    const wire = {
      created_at: 1000,
      list: [{ has_image: true }],
      public_metadata: { my_key: 1 },
      expire_at: null,
    };
    expect(fromWire(wire)).toEqual({
      createdAt: new Date(1000),
      list: [{ hasImage: true }],
      publicMetadata: { my_key: 1 },
      expireAt: null,
    });
  });
});

describe('the order of tokens', () => {
  const token = (oiat: number | undefined, iat: number) => ({ oiat, iat }) as TokenFacts;
  it.each([
    [token(10, 1), token(9, 5), true],
    [token(9, 5), token(10, 1), false],
    [token(10, 6), token(10, 5), true],
    [token(10, 5), token(10, 5), false],
    [token(undefined, 9), token(undefined, 1), false],
    [token(1, 1), token(undefined, 9), true],
    [token(undefined, 9), token(1, 1), false],
  ])('case %#', (known, incoming, expected) => {
    expect(isFresher(known, incoming)).toBe(expected);
  });

  it('is not asked of what is no token', () => {
    for (const text of ['', 'a.b.c', 'null', '..', 'eyJhbGciOiJub25lIn0.W10.x'])
      expect(readToken(text)).toBe(null);
  });
});

describe('refreshAgeMs', () => {
  it('renews early where somebody looks, late where nobody does, and gives short tokens time', () => {
    expect(refreshAgeMs(60_000, true)).toBe(43_000);
    expect(refreshAgeMs(60_000, false)).toBe(55_000);
    expect(refreshAgeMs(20_000, true)).toBe(8000);
  });
});

describe('the domain of __client_uat', () => {
  const writtenOn = (hostname: string) => {
    const time = createFakeTime(0);
    const api = createFakeFrontendApi({ clock: time.clock, keyHost: 'app.localhost:1853' });
    const profile = createFakeBrowser(api, time, hostname);
    const key = readPublishableKey(api.publishableKey);
    createSessionCookies(profile.openTab().platform, key).writeClientUat(5);
    return profile.cookieLog.at(-1);
  };
  it.each([
    ['localhost', 'localhost'],
    ['app.acme.example', 'acme.example'],
    ['127.0.0.1', 'undefined'],
  ])('on %s is %s', (hostname, domain) => {
    expect(writtenOn(hostname)).toContain(`=5; Domain=${domain}; SameSite=Strict`);
  });
});

describe('checkAuthorization', () => {
  const claims = {
    v: 2,
    fea: 'o:invoices,u:export,ou:search',
    pla: 'u:gold',
    o: { id: 'org_1', rol: 'admin', per: 'read,create', fpm: '3,1' },
  } as unknown as SessionClaims;
  it.each([
    [{ role: 'org:admin' }, true],
    [{ role: 'org:member' }, false],
    [{ permission: 'org:invoices:create' }, true],
    [{ permission: 'org:search:create' }, false],
    [{ permission: 'org:search:read' }, true],
    [{ feature: 'export' }, true],
    [{ plan: 'user:gold' }, true],
    [{ plan: 'silver' }, false],
    [{ role: 'org:admin', plan: 'silver' }, false],
    [{}, false],
  ])('%j: %s', (question, expected) => {
    expect(checkAuthorization(claims, question)).toBe(expected);
  });

  it('takes no claim of a template for a role of version 2, and has an answer where claims were left out', () => {
    const own = { v: 2, org_role: 'org:admin', org_permissions: ['org:a:b'] } as unknown as SessionClaims;
    const omitted = guardClaims({ v: 2, __omitted: true }) as unknown as SessionClaims;
    for (const each of [own, omitted])
      for (const question of [{ role: 'org:admin' }, { permission: 'org:a:b' }])
        expect(checkAuthorization(each, question)).toBe(false);
  });

  it('knows the first version’s claims and refuses without a session', () => {
    const old = { org_role: 'org:admin', org_permissions: ['org:a:b'] } as unknown as SessionClaims;
    expect(checkAuthorization(old, { role: 'org:admin', permission: 'org:a:b' })).toBe(true);
    expect(checkAuthorization(null, { role: 'org:admin' })).toBe(false);
  });
});
