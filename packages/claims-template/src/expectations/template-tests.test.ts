import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTemplateTests,
  compileTemplate,
  type JsonValue,
  mergeDefaultClaims,
  renderTemplate,
  runTemplateTests,
  serializeClaims,
  type TestContext,
  testFromData,
  tokenSize,
  utf8Length,
} from '../index.ts';

const COOKIE = { cookie_name: '__session_AbCdEf12', header_bytes: 130, default_claims: { sub: '', v: 2 } };
const OFFLINE: TestContext = { users: new Map(), cookie: null };

function compiled(claims: object) {
  const result = compileTemplate(JSON.stringify(claims));
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.template;
}
function read(tests: unknown) {
  const checked = checkTemplateTests(JSON.stringify(tests));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.tests;
}
/** The only test's failures, as `expected / actual`. */
function failures(claims: object, test: { given?: object; expect: unknown[] }, context = OFFLINE): string[] {
  const [result] = runTemplateTests(compiled(claims), read([{ name: 'it', ...test }]), context);
  return result!.failures.map(({ expected, actual }) => `${expected} / ${actual}`);
}

const TEMPLATE = {
  org_id: '{{org.id}}',
  name: "{{user.full_name || 'you'}}",
  role: '{{org.role}}',
  meta: { plan: '{{user.public_metadata.plan}}', list: [1, '{{user.id}}'] },
  verified: '{{user.email_verified}}',
};

describe('an expectation', () => {
  it.each([
    ['of null', { claim: 'org_id', equals: null }],
    ['of a text', { claim: 'name', equals: 'you' }],
    [
      'of an object, whatever the order',
      { claim: 'meta', equals: { list: [1, `user_${'0'.repeat(27)}`], plan: null } },
    ],
    ['below a claim', { claim: '/meta/plan', equals: null }],
    ['in a list', { claim: '/meta/list/0', equals: 1 }],
    ['of a type', { claim: 'name', type: 'string' }],
    ['of one of several types', { claim: 'org_id', type: ['string', 'null'] }],
    ['of an object as type', { claim: 'meta', type: 'object' }],
    ['of absence', { claim: 'nothing', absent: true }],
    ['of absence below', { claim: '/meta/nothing', absent: true }],
    ['of absence behind a list’s end', { claim: '/meta/list/2', absent: true }],
    ['of bytes', { claims_bytes_at_most: 200 }],
  ])('%s holds', (_, expectation) => {
    expect(failures(TEMPLATE, { expect: [expectation] })).toEqual([]);
  });

  it.each([
    ['another value', { claim: 'org_id', equals: 'org_1' }, '"org_1" / null'],
    ['a value that is not there', { claim: 'nope', equals: null }, 'null / absent'],
    ['another type', { claim: 'name', type: ['number', 'null'] }, 'number or null / string: "you"'],
    ['a type of nothing', { claim: 'nope', type: 'string' }, 'string / absent'],
    ['a claim that is there', { claim: 'name', absent: true }, 'absent / "you"'],
    ['own members only', { claim: '/meta/constructor', type: 'object' }, 'object / absent'],
    ['too many bytes', { claims_bytes_at_most: 10 }, 'claims of at most 10 bytes / 150 bytes'],
    [
      'a cookie without a server',
      { cookie_bytes_at_most: 4096 },
      'a cookie of at most 4096 bytes / not known without a server',
    ],
  ])('fails for %s', (_, expectation, failure) => {
    const found = failures(TEMPLATE, { expect: [expectation] });
    expect(found).toEqual([failure.replace('150', found[0]?.match(/\/ (\d+) bytes/)?.[1] ?? '150')]);
  });

  it('weighs the cookie as a token’s is weighed', () => {
    const user = { id: 'user_1', first_name: 'Zoë' };
    const context = { users: new Map(), cookie: COOKIE };
    const weigh = (most: number) =>
      failures(TEMPLATE, { given: { user }, expect: [{ cookie_bytes_at_most: most }] }, context);
    const actual = Number(/(\d+) bytes$/.exec(weigh(1)[0]!)?.[1]);
    const [result] = runTemplateTests(
      compiled(TEMPLATE),
      read([{ name: 'x', given: { user }, expect: [{ claim: 'name', type: 'string' }] }]),
      context,
    );
    const claims = mergeDefaultClaims(result!.claims!, { sub: 'user_1', v: 2 });
    const { cookieBytes } = tokenSize({
      claimsBytes: utf8Length(serializeClaims(claims)),
      headerBytes: 130,
      cookieName: COOKIE.cookie_name,
    });
    expect(actual).toBe(cookieBytes);
    expect([weigh(actual), weigh(actual - 1)]).toEqual([[], [expect.any(String)]]);
  });

  it('tells long values short, and each failure’s place', () => {
    const tests = read([
      { name: 'a', expect: [{ claim: 'name', equals: 'you' }] },
      {
        name: 'b',
        given: { user: { first_name: 'x'.repeat(900) } },
        expect: [
          { claim: 'verified', equals: false },
          { claim: 'name', absent: true },
        ],
      },
    ]);
    const [a, b] = runTemplateTests(compiled(TEMPLATE), tests, OFFLINE);
    expect(a).toMatchObject({ name: 'a', pointer: '/0', passed: true, failures: [] });
    expect(b).toMatchObject({ passed: false, failures: [{ pointer: '/1/expect/1', claim: 'name' }] });
    expect(b!.failures[0]!.actual.length).toBe(201);
  });
});

describe('what is given', () => {
  const claimsOf = (given: object, context = OFFLINE) =>
    runTemplateTests(
      compiled({ ...TEMPLATE, permissions: '{{org_membership.permissions}}', actor: '{{session.actor}}' }),
      read([{ name: 'x', given, expect: [{ claim: 'x', absent: true }] }]),
      context,
    )[0]!.claims;

  it('is laid over a user of whom nothing is known; names and verified addresses follow', () => {
    expect(
      claimsOf({ user: { first_name: 'Ada', last_name: 'L', primary_email_address: 'a@example.com' } }),
    ).toMatchObject({
      name: 'Ada L',
      verified: true,
      org_id: null,
      permissions: null,
    });
    expect(
      claimsOf({
        user: { first_name: 'Ada', full_name: null, primary_email_address: 'a@b.c', email_verified: false },
      }),
    ).toMatchObject({ name: 'you', verified: false });
  });

  it('may be an organization, a membership and an actor', () => {
    const given = {
      org: { id: 'org_1', role: 'org:admin' },
      org_membership: { permissions: ['org:a:b'] },
      session: { actor: { sub: 'user_2' } },
    };
    expect(claimsOf(given)).toMatchObject({
      org_id: 'org_1',
      role: 'org:admin',
      permissions: ['org:a:b'],
      actor: { sub: 'user_2' },
    });
  });

  it('may be a real user, with something laid over; one who is missing fails', () => {
    const { template } = { template: compiled({ id: '{{user.id}}', name: '{{user.full_name}}' }) };
    const data = {
      user: { id: 'user_1', first_name: 'Ada', last_name: 'Lovelace', full_name: 'Ada Lovelace' },
    } as never;
    const context = {
      users: new Map([['user_1', { data, default_claims: { sub: 'user_1' } }]]),
      cookie: COOKIE,
    };
    const tests = read([
      { name: 'as is', given: { user_id: 'user_1' }, expect: [{ claim: 'name', equals: 'Ada Lovelace' }] },
      {
        name: 'over',
        given: { user_id: 'user_1', user: { first_name: 'Eve' } },
        expect: [{ claim: 'name', equals: 'Eve Lovelace' }],
      },
      { name: 'gone', given: { user_id: 'user_2' }, expect: [{ claim: 'name', equals: 'x' }] },
    ]);
    const results = runTemplateTests(template, tests, context);
    expect(results.map(({ passed }) => passed)).toEqual([true, true, false]);
    expect(results[2]!.failures).toEqual([
      {
        pointer: '/2/given/user_id',
        claim: null,
        expected: 'a user of this instance',
        actual: 'user_2 is not there',
      },
    ]);
  });
});

describe('a test made from data', () => {
  const data = {
    user: {
      id: 'user_1',
      first_name: 'Ada',
      last_name: 'L',
      full_name: 'Ada L',
      email_verified: false,
      primary_email_address: 'a@example.com',
      public_metadata: { plan: 'pro', deep: [{ a: null }] },
      unsafe_metadata: { unread: true },
    },
    org: { id: 'org_1', role: 'org:admin', name: 'O', slug: null, image_url: null, has_image: false },
    org_membership: { permissions: ['org:a:b'] },
    session: { actor: { sub: 'user_2' }, reverification_id: null },
  } as never;

  it.each([
    [TEMPLATE],
    [{ '/slash~': '{{user.first_name}}', permissions: '{{org_membership.permissions}}' }],
    [
      {
        actor: '{{session.actor.sub}}',
        verified: '{{user.email_verified}}',
        at: '{{user.primary_email_address}}',
      },
    ],
    [{ fixed: 1 }],
  ])('is well-formed and passes: %j', (claims) => {
    const template = compiled(claims);
    const made = testFromData(template, data, 'Ada');
    const tests = read([made]);
    expect(runTemplateTests(template, tests, OFFLINE)).toEqual([
      expect.objectContaining({ passed: true, failures: [] }),
    ]);
    expect(made.expect).toHaveLength(Object.keys(claims).length);
    expect(JSON.stringify(made)).not.toContain('unread');
  });
});

describe('checkTemplateTests', () => {
  const good = { name: 'n', expect: [{ claim: 'a', equals: 1 }] };
  const problems = (tests: unknown) => {
    const checked = checkTemplateTests(typeof tests === 'string' ? tests : JSON.stringify(tests));
    return checked.ok ? [] : checked.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  };

  it.each([
    ['text that is no JSON', '[{', /^(\/0)?: /],
    ['no list', {}, /^: Tests are a list/],
    ['a test that is none', [1], /^\/0: A test is an object/],
    ['too many', Array(101).fill(good), /^: Tests are at most 100/],
    ['no name', [{ expect: good.expect }], /^\/0: A test needs "name"/],
    ['an empty name', [{ ...good, name: ' ' }], /^\/0\/name: name is a text/],
    ['the same name twice', [good, good], /^\/1\/name: Another test is called "n"/],
    ['no expectation', [{ name: 'n' }], /^\/0: A test needs "expect"/],
    ['an empty list of them', [{ name: 'n', expect: [] }], /^\/0\/expect: A test expects something/],
    ['a misspelt member', [{ ...good, gven: {} }], /^\/0\/gven: A test has no "gven"/],
    [
      'a member twice',
      '[{"name":"a","name":"b","expect":[{"claim":"a","equals":1}]}]',
      /^\/0\/name: "name" is there twice/,
    ],
    [
      'an unknown kind',
      [{ name: 'n', expect: [{ claim: 'a', is: 1 }] }],
      /^\/0\/expect\/0\/is: An expectation has no "is"/,
    ],
    [
      'two kinds',
      [{ name: 'n', expect: [{ claim: 'a', equals: 1, absent: true }] }],
      /^\/0\/expect\/0: An expectation has exactly one/,
    ],
    ['no kind', [{ name: 'n', expect: [{ claim: 'a' }] }], /exactly one/],
    ['no claim', [{ name: 'n', expect: [{ equals: 1 }] }], /equals needs "claim"/],
    [
      'a claim beside bytes',
      [{ name: 'n', expect: [{ claim: 'a', cookie_bytes_at_most: 1 }] }],
      /leave "claim" out/,
    ],
    ['half a byte', [{ name: 'n', expect: [{ cookie_bytes_at_most: 1.5 }] }], /whole number of bytes/],
    ['an unknown type', [{ name: 'n', expect: [{ claim: 'a', type: 'text' }] }], /type is one of string/],
    ['no type', [{ name: 'n', expect: [{ claim: 'a', type: [] }] }], /type is one of string/],
    ['absent: false', [{ name: 'n', expect: [{ claim: 'a', absent: false }] }], /absent is true/],
    ['a default claim', [{ name: 'n', expect: [{ claim: '/sub', absent: true }] }], /sub is a default claim/],
    ['no pointer', [{ name: 'n', expect: [{ claim: '/a~2', absent: true }] }], /no JSON pointer/],
    [
      'a misspelt field',
      [{ ...good, given: { user: { firstname: 'A' } } }],
      /^\/0\/given\/user\/firstname: There is no shortcode user.firstname. Did you mean user.first_name\?/,
    ],
    [
      'private metadata',
      [{ ...good, given: { user: { private_metadata: {} } } }],
      /Private metadata is in no token/,
    ],
    [
      'a field of another type',
      [{ ...good, given: { user: { first_name: 1 } } }],
      /user.first_name is a text or null/,
    ],
    ['null that never is', [{ ...good, given: { user: { id: null } } }], /user.id is a text\./],
    [
      'a membership without organization',
      [{ ...good, given: { org_membership: {} } }],
      /org_membership needs an org/,
    ],
    ['an id that is none', [{ ...good, given: { user_id: 'ada' } }], /user_id is the id of a user/],
    [
      'a hostile member',
      '[{"__proto__":{},"name":"n","expect":[{"claim":"a","equals":1}]}]',
      /has no "__proto__"/,
    ],
    [
      'too deep a value',
      [{ name: 'n', expect: [{ claim: 'a', equals: JSON.parse('['.repeat(40) + ']'.repeat(40)) }] }],
      /./,
    ],
    [
      'too many users',
      Array.from({ length: 21 }, (_, n) => ({ ...good, name: `${n}`, given: { user_id: `user_${n}` } })),
      /at most 20 real users/,
    ],
    ['too many bytes', `[${' '.repeat(65_536)}]`, /at most 65536 bytes/],
  ])('refuses %s', (_, tests, expected) => {
    expect(problems(tests)[0]).toMatch(expected);
  });

  it('takes every form, and leaves the order alone', () => {
    const tests = [
      { name: 'b', given: {}, expect: [{ claims_bytes_at_most: 600 }] },
      {
        name: 'a',
        given: { org: null, org_membership: null },
        expect: [{ claim: 'a', equals: { z: 1, a: [null] } }],
      },
    ];
    expect(JSON.stringify(read(tests))).toBe(JSON.stringify(tests));
  });

  it('takes any text, and what it accepts runs', () => {
    const template = compiled({ a: '{{user.first_name}}' });
    const near = fc.array(
      fc.record(
        {
          name: fc.string({ minLength: 1, maxLength: 4 }),
          given: fc.record({
            user: fc.dictionary(fc.constantFrom('id', 'first_name', '__proto__'), fc.jsonValue()),
          }),
          expect: fc.array(fc.record({ claim: fc.string(), equals: fc.jsonValue() }), { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          near.map((tests) => JSON.stringify(tests)),
        ),
        (text) => {
          const checked = checkTemplateTests(text);
          if (checked.ok) runTemplateTests(template, checked.tests, OFFLINE);
          else expect(checked.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('agrees with the value of a claim that the template renders', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const given = { user: { public_metadata: { v: value as JsonValue } } };
        const template = compiled({ value: '{{user.public_metadata.v}}' });
        const tests = read([{ name: 'x', given, expect: [{ claim: 'value', equals: value }] }]);
        expect(runTemplateTests(template, tests, OFFLINE)[0]!.passed).toBe(true);
        expect(renderTemplate(template, given as never)).toBeDefined();
      }),
    );
  });
});
