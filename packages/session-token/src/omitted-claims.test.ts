import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { areClaimsOmitted, ClaimsOmittedError, guardClaims } from './omitted-claims.ts';

const claims = { sub: 'user_1', sid: 'sess_1', v: 2, __omitted: true };
const guarded: Record<string, unknown> = guardClaims(claims);

describe('claims of a token that came without its custom ones', () => {
  it('are told by the marker alone', () => {
    expect(areClaimsOmitted(claims)).toBe(true);
    for (const other of [{}, { __omitted: false }, { __omitted: 'true' }])
      expect(areClaimsOmitted(other)).toBe(false);
  });

  it('are guarded once; whole claims are what they were', () => {
    expect(guardClaims(claims)).toBe(guarded);
    expect(guardClaims(guarded)).toBe(guarded);
    const whole = { sub: 'user_1', fullName: 'Ada' };
    expect(guardClaims(whole)).toBe(whole);
  });

  it('read as ever, also those that this token lacks: they are known not to be there', () => {
    expect([guarded.sub, guarded.v, guarded.o, guarded.act, guarded.pla]).toEqual([
      'user_1',
      2,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of version 2 have no organization but `o`: those names are a template’s own', () => {
    for (const name of ['org_id', 'org_slug', 'org_role', 'org_permissions']) {
      expect(() => guarded[name], name).toThrow(ClaimsOmittedError);
      const { v: _, ...ofVersion1 } = claims;
      expect((guardClaims(ofVersion1) as Record<string, unknown>)[name], name).toBeUndefined();
    }
  });

  it('refuse to say what a custom claim is, or whether it is there', () => {
    const ways = [
      () => guarded.fullName,
      () => 'fullName' in guarded,
      () => (({ fullName }) => fullName)(guarded),
    ];
    for (const way of ways) {
      expect(way).toThrow(ClaimsOmittedError);
      expect(way).toThrow(/"fullName" is not in this session token.*await auth\.fullClaims\(\)/);
    }
    expect(() => guarded.role).toThrow(expect.objectContaining({ code: 'claims_omitted', claim: 'role' }));
  });

  it('can be listed, copied, serialized, awaited, printed and compared', async () => {
    expect(Object.keys(guarded)).toEqual(Object.keys(claims));
    expect({ ...guarded }).toEqual(claims);
    expect(JSON.parse(JSON.stringify(guarded))).toEqual(claims);
    expect(await guarded).toBe(guarded);
    expect(inspect(guarded)).toContain("sub: 'user_1'");
    expect(`${guarded}`).toBe('[object Object]');
    expect(guarded).toEqual(claims);
    expect(Object.hasOwn(guarded, 'fullName')).toBe(false);
  });
});
