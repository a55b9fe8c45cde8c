import { checkTemplateTests, type JsonObject, shortcodes } from '@bartleby/claims-template';
import { describe, expect, it } from 'vitest';
import { withoutItem, withoutPlaces } from '../unfinished-places.ts';
import {
  CLAIM_CONDITIONS,
  type Condition,
  conditionOf,
  expectationOfNow,
  SIZE_CONDITIONS,
  withCondition,
} from './condition.ts';
import {
  FIXTURE_PRESETS,
  fieldsOf,
  fixtureKind,
  freeFields,
  withField,
  withOrganization,
  withoutField,
} from './fixture.ts';
import { claimNames, freeName, readRawTests, titleOf } from './raw-test.ts';

const problemsOf = (test: object) => {
  const checked = checkTemplateTests(JSON.stringify([{ name: 'x', ...test }]));
  return checked.ok ? [] : checked.problems.map(({ pointer }) => pointer);
};
const HOLDS = [{ claims_bytes_at_most: 1 }];

describe('the tests of a text', () => {
  it.each([
    '[',
    '{}',
    '[1]',
    '[{"given": 1}]',
    '[{"given": {"user": []}}]',
    '[{"expect": {}}]',
    '[{"expect": [1]}]',
  ])('%s is only for the JSON editor', (text) => expect(readRawTests(text)).toBeNull());
  it('may have faults inside of their frame', () => {
    const tests = readRawTests('[{}, {"name": 1, "given": {"org": null}, "expect": [{}], "more": 1}]');
    expect(tests?.map(titleOf)).toEqual(['Test 1', 'Test 2']);
    expect(freeName('a', [{ name: 'a' }, { name: 'a 2' }])).toBe('a 3');
  });
  it('name claims, and what stands inside of them', () => {
    expect(claimNames('{"a": 1, "/b": {"c~": {"d": 2}}, "meta": {"list": [{"x": 1}]}}')).toEqual([
      'a',
      '/~1b',
      'meta',
      '/~1b/c~0',
      '/meta/list',
      '/~1b/c~0/d',
    ]);
    expect(claimNames('{')).toEqual([]);
  });
});

describe('conditions', () => {
  const all: Condition[] = [...CLAIM_CONDITIONS, ...SIZE_CONDITIONS].map(([condition]) => condition);
  it.each(all)('%s is written as the format has it, and read again', (condition) => {
    for (const from of all) {
      const expectation = withCondition(withCondition({ claim: 'role' }, from), condition);
      expect(conditionOf(expectation)).toBe(condition);
      // A claim has to be chosen after a size; all else is whole.
      if (expectation.claim !== '') expect(problemsOf({ expect: [expectation] })).toEqual([]);
    }
  });
  it('keep what fits of the value', () => {
    expect(withCondition({ claim: 'n', equals: '12' }, 'number')).toEqual({ claim: 'n', equals: 12 });
    expect(withCondition({ claim: 'n', equals: 12 }, 'text')).toEqual({ claim: 'n', equals: '12' });
    expect(withCondition({ cookie_bytes_at_most: 9 }, 'claims_bytes')).toEqual({ claims_bytes_at_most: 9 });
  });
  it.each([
    {},
    { claim: 'a' },
    { claim: 1, equals: 1 },
    { claim: 'a', absent: false },
    { claim: 'a', type: 1 },
    { claim: 'a', equals: 1, absent: true },
    { claim: 'a', claims_bytes_at_most: 1 },
    { wrong: 1 },
  ])('stand for no %j', (expectation) => expect(conditionOf(expectation)).toBeNull());
  it('of now hold', () => {
    const claims = { a: { b: [1] }, n: null };
    const now = (expectation: JsonObject, actual = '') => expectationOfNow(expectation, claims, actual);
    expect(now({ claim: '/a/b/0', equals: 2 })).toEqual({ claim: '/a/b/0', equals: 1 });
    expect(now({ claim: 'n', type: 'string' })).toEqual({ claim: 'n', equals: null });
    expect(now({ claim: 'x', equals: 1 })).toEqual({ claim: 'x', absent: true });
    expect(now({ claims_bytes_at_most: 1 }, '25 bytes')).toEqual({ claims_bytes_at_most: 25 });
    expect(now({ cookie_bytes_at_most: 1 }, 'not known without a server')).toBeNull();
  });
});

describe('fixtures', () => {
  it.each(FIXTURE_PRESETS)('$label is well-formed and known again', ({ id, given }) => {
    expect([problemsOf({ given, expect: HOLDS }), fixtureKind(given)]).toEqual([[], id]);
  });
  it('are real or one’s own otherwise', () => {
    expect(fixtureKind({ user_id: 'user_1' })).toBe('real');
    expect(fixtureKind({ user: { first_name: 'Eve' } })).toBe('own');
  });
  it.each(shortcodes.map(({ path }) => path))(
    '%s begins with a value that it may have, and can go again',
    (path) => {
      const given = withField({}, path);
      expect(problemsOf({ given, expect: HOLDS })).toEqual([]);
      expect(fieldsOf(given)).toMatchObject([{ path }]);
      expect(freeFields(given).some((field) => field.path === path)).toBe(false);
      const without = withoutField(given, path);
      expect(fieldsOf(without)).toEqual([]);
      expect(problemsOf({ given: without, expect: HOLDS })).toEqual([]);
    },
  );
  it('have an organization or none', () => {
    const member = withField({}, 'org_membership.permissions', ['a']);
    expect(member).toEqual({ org: {}, org_membership: { permissions: ['a'] } });
    expect(withOrganization(member, false)).toEqual({});
    expect(withOrganization({}, true)).toEqual({ org: {} });
    expect(fixtureKind(withOrganization({ user_id: 'user_1' }, true))).toBe('real');
  });
});

describe('the place of what is unfinished', () => {
  it('goes with its field', () => {
    const placeOf = withoutPlaces('/0/given/org');
    expect(['/0/given/org', '/0/given/org/public_metadata'].map(placeOf)).toEqual([null, null]);
    expect(placeOf('/0/given/org_membership/permissions')).toBe('/0/given/org_membership/permissions');
  });
  it('moves up behind an expectation that is gone', () => {
    const placeOf = withoutItem('/1/expect', 1);
    expect(placeOf('/1/expect/0/equals')).toBe('/1/expect/0/equals');
    expect(placeOf('/1/expect/1/equals')).toBeNull();
    expect(placeOf('/1/expect/2/equals')).toBe('/1/expect/1/equals');
    expect(placeOf('/1/given/user/public_metadata')).toBe('/1/given/user/public_metadata');
    expect(placeOf('/0/expect/2/equals')).toBe('/0/expect/2/equals');
  });
});
