import { describe, expect, it } from 'vitest';
import { type AuthorizationFacts, isAuthorized, reverificationErrorResponse } from './authorization.ts';
import { readOrganization } from './organization-claims.ts';
import type { JwtPayload } from './session-claims.ts';

const facts = (claims: object = {}, more: Partial<AuthorizationFacts> = {}): AuthorizationFacts => ({
  userId: 'user_1',
  orgId: 'org_1',
  orgRole: 'org:admin',
  orgPermissions: ['org:invoices:create'],
  claims: claims as JwtPayload,
  ...more,
});

// Backend contract section 3.2.
describe('has()', () => {
  it.each([
    [{}, false],
    [null, false],
    ['role', false],
    [{ role: 'org:admin' }, true],
    [{ role: 'admin' }, true],
    [{ role: 'org:org:admin' }, true],
    [{ role: 'org:member' }, false],
    [{ role: null }, false],
    [{ role: 7 }, false],
    [{ permission: 'org:invoices:create' }, true],
    [{ permission: 'invoices:create' }, true],
    [{ permission: 'org:sys_profile:manage' }, false],
    [{ role: 'org:admin', permission: 'org:invoices:create' }, true],
    [{ role: 'org:admin', permission: 'org:invoices:delete' }, false],
    [{ feature: 'x' }, false],
    [{ plan: 'pro' }, false],
    [{ reverification: 'strict' }, false],
    [{ reverification: 'constructor' }, false],
  ])('%j → %s', (params, answer) => expect(isAuthorized(facts(), params)).toBe(answer));

  it('is false for nobody, and for organization questions without an organization', () => {
    expect(isAuthorized(facts({}, { userId: null }), { role: 'org:admin' })).toBe(false);
    const without = facts({}, { orgId: undefined, orgRole: undefined, orgPermissions: undefined });
    expect(isAuthorized(without, { role: 'org:admin' })).toBe(false);
    expect(isAuthorized(without, { permission: 'org:invoices:create' })).toBe(false);
  });

  it.each([
    ['dashboard', true],
    ['u:dashboard', true],
    ['o:dashboard', false],
    ['org:support-chat', true],
    ['user:support-chat', true],
    ['organization:reservations', true],
    ['zz:dashboard', false],
    ['toString:dashboard', false],
    ['', false],
  ])('feature %s → %s', (feature, answer) =>
    expect(isAuthorized(facts({ fea: 'o:reservations,u:dashboard,uo:support-chat' }), { feature })).toBe(
      answer,
    ),
  );

  it.each([
    ['free', true],
    ['user:free', true],
    ['org:free', false],
    ['zz:free', false],
  ])('plan %s → %s', (plan, answer) => expect(isAuthorized(facts({ pla: 'u:free' }), { plan })).toBe(answer));

  const checks = ['strict_mfa', 'strict', 'moderate', 'lax', { level: 'first_factor', afterMinutes: 10 }];
  it.each([
    [
      [9, -1],
      [true, true, true, true, true],
    ],
    [
      [10, -1],
      [false, false, true, true, false],
    ],
    [
      [0, 9],
      [true, true, true, true, true],
    ],
    [
      [0, 10],
      [false, false, true, true, true],
    ],
    [
      [-1, 5],
      [false, true, true, true, false],
    ],
    [
      [11, 5],
      [false, true, true, true, false],
    ],
    [
      [1439, -1],
      [false, false, false, true, false],
    ],
    [
      [-1, -1],
      [false, false, false, false, false],
    ],
    [null, [false, false, false, false, false]],
    [
      ['0', '0'],
      [false, false, false, false, false],
    ],
  ])('factor verification age %j', (fva, answers) =>
    expect(checks.map((reverification) => isAuthorized(facts({ fva }), { reverification }))).toEqual(answers),
  );

  it('asks for a fresh verification in the words that the browser SDK knows', async () => {
    const response = reverificationErrorResponse('strict');
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        clerk_error: {
          type: 'forbidden',
          reason: 'reverification-error',
          metadata: { reverification: 'strict' },
        },
      },
    ]);
  });
});

// Backend contract section 1.5.
describe('the active organization', () => {
  const permissions = (fea: unknown, o: object) =>
    readOrganization({ v: 2, fea, o: { id: 'org_1', slg: 's', rol: 'admin', ...o } } as unknown as JwtPayload)
      .orgPermissions;

  it.each([
    ['o:dashboard,o:teams', 'manage,read', '3,2', ['dashboard:manage', 'dashboard:read', 'teams:read']],
    [
      'o:reservations,u:dashboard,uo:support-chat,o:impersonation',
      'read,manage',
      '2,3',
      ['reservations:manage', 'support-chat:read', 'support-chat:manage'],
    ],
    [
      'o:impersonation,o:memberships',
      'read,manage',
      '1,3',
      ['impersonation:read', 'memberships:read', 'memberships:manage'],
    ],
    ['u:export,o:api', 'write', '1', ['api:write']],
    ['o:a,o:b', 'read', 'x,1', ['b:read']],
    ['bogus', 'read', '1', []],
    [undefined, 'read', '1', []],
    ['o:a', undefined, '1', []],
    ['o:a', 'read', undefined, []],
  ])('%s %s %s', (fea, per, fpm, expected) =>
    expect(permissions(fea, { per, fpm })).toEqual(expected.map((each) => `org:${each}`)),
  );

  it('holds more permissions than a number has bits', () => {
    const actions = Array.from({ length: 60 }, (_, index) => `a${index}`);
    const mask = (1n << 59n).toString();
    expect(permissions('o:f', { per: actions.join(','), fpm: mask })).toEqual(['org:f:a59']);
  });

  it('reads version 1, and nothing of version 1 from version 2', () => {
    const old = { org_id: 'org_1', org_slug: 's', org_role: 'org:admin', org_permissions: ['org:a:b'] };
    expect(readOrganization(old as unknown as JwtPayload)).toEqual({
      orgId: 'org_1',
      orgSlug: 's',
      orgRole: 'org:admin',
      orgPermissions: ['org:a:b'],
    });
    expect(readOrganization({ v: 2, ...old } as unknown as JwtPayload).orgId).toBeUndefined();
  });
});
