import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  type JsonObject,
  mergeDefaultClaims,
  omittedClaimsMarker,
  renderTemplate,
  serializeClaims,
  type TemplateData,
} from '../index.ts';

const data: TemplateData = {
  user: {
    id: 'user_1',
    external_id: null,
    first_name: 'Zoë "Z"',
    last_name: null,
    full_name: 'Zoë "Z"',
    username: null,
    created_at: 1_700_000_000,
    updated_at: 1_700_000_100,
    last_sign_in_at: null,
    primary_email_address: 'zoe@example.com',
    primary_phone_number: null,
    primary_web3_wallet: null,
    email_verified: true,
    phone_number_verified: false,
    image_url: 'https://img.example/z.png',
    has_image: false,
    two_factor_enabled: false,
    organizations: { org_1: 'org:admin' },
    public_metadata: {
      list: [1, { b: 'x', a: null }],
      empty: {},
      n: 1e21,
      neg: -0,
      tpl: '{{user.id}}',
      '01': 'x',
      padded: ' p ',
    },
    unsafe_metadata: {},
    factor_verification_age: [3, -1],
  },
  org: null,
  org_membership: null,
  session: { actor: null, reverification_id: null },
};

function render(claims: JsonObject): JsonObject {
  const compiled = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return JSON.parse(serializeClaims(renderTemplate(compiled.template, data)));
}
const one = (value: string) => render({ value }).value;

describe('rendering', () => {
  it.each([
    ['{{user.factor_verification_age}}', [3, -1]],
    ['{{user.factor_verification_age.1}}', -1],
    ['{{user.organizations.org_1}}', 'org:admin'],
    ['{{org.role}}', null],
    ['{{org_membership.permissions.0}}', null],
    ['{{user.public_metadata.list.01}}', null],
    ['{{user.public_metadata.01}}', 'x'],
    ['{{user.public_metadata.list.1.b}}', 'x'],
    ['{{user.public_metadata.padded}}', ' p '],
  ])('keeps the type of the lone shortcode %s (R2, R5, R10)', (template, value) => {
    expect(one(template)).toEqual(value);
  });

  it.each([
    ['<{{user.public_metadata.list}}>', '<[1,{"a":null,"b":"x"}]>'],
    ['<{{user.public_metadata.empty}}>', '<{}>'],
    ['<{{user.public_metadata.n}}>', '<1e+21>'],
    ['<{{user.public_metadata.neg}}>', '<0>'],
    ['<{{user.factor_verification_age}}>', '<[3,-1]>'],
    ['<{{user.last_name}}{{user.phone_number_verified}}>', '<nullfalse>'],
    ["<{{ 1.50 }}{{ 'it\\'s' }}{{ true }}>", "<1.5it'strue>"],
    ['{{user.public_metadata.padded}} \n', 'p'],
    ["\t{{user.id}}{{user.public_metadata.missing || ''}} ", 'user_1'],
  ])('prints %j as text (R3, R4)', (template, value) => {
    expect(one(template)).toBe(value);
  });

  it('reads a value once only (R8)', () => {
    expect(one('{{user.public_metadata.tpl}}')).toBe('{{user.id}}');
    expect(one('-{{user.public_metadata.tpl}}')).toBe('-{{user.id}}');
    expect(one("{{ '{{' }}user.id{{ '}}' }}")).toBe('{{user.id}}');
  });

  it('lets a quoted literal hold anything (grammar)', () => {
    expect(one("{{user.last_name || '}} || {{'}}")).toBe('}} || {{');
  });

  it('renders whatever does not resolve as null in a stored template (R9)', () => {
    const claims = render({
      a: '{{nope}}',
      b: '{{user.id',
      c: 'x{{}}',
      d: '{{date.now()}}',
      e: "{{user.id | 'x'}}",
    });
    expect(claims).toEqual({ a: null, b: null, c: 'xnull', d: null, e: null });
  });

  it('keeps the last of two equal keys of a stored template', () => {
    const compiled = compileTemplate('{"a": 1, "a": 2}', { mode: 'stored' });
    expect(compiled.ok && serializeClaims(renderTemplate(compiled.template, data))).toBe('{"a":2}');
    expect(compiled.diagnostics).toMatchObject([{ code: 'template_duplicate_key', severity: 'warning' }]);
  });

  it('still refuses a stored template that cannot be read', () => {
    for (const source of ['', '[]', '{"a": {{user.id}}}', `{"a": "${'x'.repeat(20_000)}"}`])
      expect(compileTemplate(source, { mode: 'stored' }).ok).toBe(false);
  });

  it('shares no object with the data it was given', () => {
    const compiled = compileTemplate('{"a": "{{user.public_metadata}}"}');
    if (!compiled.ok) throw new Error('refused');
    const claims = renderTemplate(compiled.template, data);
    expect(claims.a).not.toBe(data.user.public_metadata);
    expect(Object.getPrototypeOf(claims.a)).toBeNull();
    expect(Object.getPrototypeOf(claims)).toBeNull();
  });
});

describe('a compiled template', () => {
  it('says which data it reads', () => {
    const compiled = compileTemplate(
      '{"a": "{{user.first_name || org.public_metadata.x}}", "b": ["{{session.actor.sub}}"], "c": "x{{user.organizations}}"}',
    );
    if (!compiled.ok) throw new Error('refused');
    expect([...compiled.template.reads].sort()).toEqual([
      'org.public_metadata',
      'session',
      'user',
      'user.organizations',
    ]);
    expect(compiled.template.fields).toContain('user.first_name');
  });

  it('names the reserved claims it dropped', () => {
    const compiled = compileTemplate('{"sub": "evil", "x": 1, "o": {}}', { mode: 'stored' });
    expect(compiled.ok && compiled.template.droppedClaims).toEqual(['sub', 'o']);
  });
});

describe('merging default claims', () => {
  it('writes them last and drops reserved names without a default (R14)', () => {
    const custom = { sub: 'evil', act: { sub: 'evil' }, [omittedClaimsMarker]: true, role: 'x', __raw: 'x' };
    const merged = mergeDefaultClaims(custom, { sub: 'user_1', v: 2 });
    expect(serializeClaims(merged)).toBe('{"role":"x","sub":"user_1","v":2}');
  });
});

describe('serialising', () => {
  it('orders keys at every level and escapes as JSON does (R13, R15)', () => {
    const claims = {
      b: 1,
      a: { d: [{ z: 1, y: 2 }], c: 'q"\\\n\u0000é\u2028\ud800' },
      10: 'ten',
      9: 'nine',
      B: null,
    };
    expect(serializeClaims(claims)).toBe(
      '{"10":"ten","9":"nine","B":null,"a":{"c":"q\\"\\\\\\n\\u0000é\u2028\\ud800","d":[{"y":2,"z":1}]},"b":1}',
    );
  });

  it('writes empty containers', () => {
    expect(serializeClaims({ a: [], b: {}, c: [[], {}] })).toBe('{"a":[],"b":{},"c":[[],{}]}');
    expect(serializeClaims({})).toBe('{}');
  });
});
