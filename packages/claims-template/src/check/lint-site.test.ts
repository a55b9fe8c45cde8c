import { describe, expect, it } from 'vitest';
import { applyEdits, type CheckOptions, checkTemplate, type Diagnostic, type JsonObject } from '../index.ts';

function lints(claims: JsonObject, options?: CheckOptions): Diagnostic[] {
  return checkTemplate(JSON.stringify(claims), options);
}
function codes(claims: JsonObject, options?: CheckOptions): string[] {
  return lints(claims, options).map(({ code }) => code);
}
/** Applies the fix of the only problem. */
function fixed(claims: JsonObject, options?: CheckOptions): unknown {
  const [problem, ...others] = lints(claims, options);
  expect(others).toEqual([]);
  return JSON.parse(applyEdits(JSON.stringify(claims), problem?.fix?.edits ?? []));
}

describe('unbounded_claim', () => {
  it.each(['user.public_metadata', 'user.unsafe_metadata', 'user.organizations'])(
    'warns about %s',
    (path) => {
      expect(lints({ a: `{{${path}}}` })).toMatchObject([{ code: 'unbounded_claim', severity: 'warning' }]);
      expect(codes({ a: `{{${path}}}` }, { surface: 'jwt_template' })).toEqual([]);
    },
  );
  it.each(['org.public_metadata', 'org_membership.public_metadata'])('warns about %s', (path) => {
    expect(codes({ a: `{{${path}}}` })).toEqual(['unbounded_claim']);
  });
  it('is silent about one value of it', () => {
    expect(codes({ a: '{{user.public_metadata.plan}}', b: '{{user.organizations.org_1}}' })).toEqual([]);
  });
});

describe('client_writable', () => {
  it.each(['role', 'isAdmin', 'super-admin', 'permissions', 'plan', 'tenant_id', 'orgId', 'Organization'])(
    'warns under %s',
    (name) => {
      expect(codes({ [name]: '{{user.unsafe_metadata.x}}' })).toEqual(['client_writable']);
      expect(codes({ a: { [name]: ['{{user.unsafe_metadata.x}}'] } })).toEqual(['client_writable']);
      expect(codes({ a: `{{user.unsafe_metadata.${name}}}` })).toEqual(['client_writable']);
    },
  );
  it.each(['theme', 'organic', 'planet', 'roller'])('is silent under %s', (name) => {
    expect(codes({ [name]: '{{user.unsafe_metadata.x}}' })).toEqual([]);
  });
  it('offers public metadata', () => {
    expect(fixed({ role: '{{user.unsafe_metadata.a.role}}' })).toEqual({
      role: '{{user.public_metadata.a.role}}',
    });
  });
});

describe('interpolated_null', () => {
  it.each([
    '{{user.first_name}}',
    '{{user.public_metadata.a}}',
    '{{user.first_name || org.name}}',
    '{{session.actor.sub}}',
  ])('warns about text with %s', (shortcode) => {
    expect(codes({ a: `x${shortcode}` })).toEqual(['interpolated_null']);
  });
  it.each([
    '{{user.id}}',
    "{{user.first_name || 'x'}}",
    '{{user.email_verified}}',
    '{{user.first_name || user.id}}',
  ])('is silent about text with %s', (shortcode) => {
    expect(codes({ a: `x${shortcode}` })).toEqual([]);
  });
  it('offers a default', () => {
    expect(fixed({ a: 'Hi {{ user.first_name }}!' })).toEqual({ a: "Hi {{ user.first_name || '' }}!" });
  });
});

describe('duplicate_of_default', () => {
  it.each([
    ['user.id', 'sub'],
    ['org.id', 'o.id'],
    ['session.actor', 'act'],
  ])('tells that %s is %s', (path, suggestion) => {
    expect(lints({ a: `{{${path}}}` })).toMatchObject([
      { code: 'duplicate_of_default', severity: 'info', suggestion },
    ]);
  });
  it('knows that a JWT template has no session claims', () => {
    expect(codes({ a: '{{org.id}}', b: '{{session.actor}}' }, { surface: 'jwt_template' })).toEqual([]);
    expect(codes({ a: '{{user.id}}' }, { surface: 'jwt_template' })).toEqual(['duplicate_of_default']);
  });
  it('is silent about parts of a longer value', () => {
    expect(codes({ a: 'u/{{user.id}}', b: '{{user.external_id || user.id}}' })).toEqual([]);
  });
});

describe('unreachable_operand', () => {
  it.each([
    ["{{user.id || 'x'}}", '{{user.id}}'],
    ["{{user.first_name || 'x' || user.last_name || 1}}", "{{user.first_name || 'x'}}"],
    ['{{user.organizations.org_1 || 0 || 1}}', '{{user.organizations.org_1 || 0}}'],
  ])('cuts %s to %s', (before, after) => {
    const [problem] = lints({ a: before });
    expect(problem?.code).toBe('unreachable_operand');
    expect(JSON.parse(applyEdits(JSON.stringify({ a: before }), problem?.fix?.edits ?? []))).toEqual({
      a: after,
    });
  });
  it.each(["{{user.email_verified || 'x'}}", "{{user.first_name || false || 'x'}}"])(
    'is silent about %s',
    (value) => {
      expect(codes({ a: value })).toEqual([]);
    },
  );
});

describe('constant_expression', () => {
  it.each([
    ["{{ 'x' }}", 'x'],
    ['{{ 1.50 }}', 1.5],
    ['{{ false || true }}', true],
    ['{{ false }}', false],
  ])('writes %s as %j', (before, after) => {
    expect(fixed({ a: before })).toEqual({ a: after });
  });
  it('lets braces be printed', () => {
    expect(codes({ a: "{{ '{{' }}x{{ '}}' }}" })).toEqual([]);
  });
});

describe('metadata_path_unseen', () => {
  const seenMetadataPaths = ['user.public_metadata.onboardingComplete', 'user.public_metadata.address.city'];
  it('warns about a path nobody has, and offers the nearest', () => {
    expect(fixed({ a: '{{user.public_metadata.onboardingcomplete}}' }, { seenMetadataPaths })).toEqual({
      a: '{{user.public_metadata.onboardingComplete}}',
    });
    expect(codes({ a: '{{org.public_metadata.x}}' }, { seenMetadataPaths })).toEqual([
      'metadata_path_unseen',
    ]);
  });
  it('is silent about a path that is there, or leads to one', () => {
    expect(codes({ a: '{{user.public_metadata.address.city}}' }, { seenMetadataPaths })).toEqual([]);
    expect(codes({ a: '{{user.public_metadata.address}}' }, { seenMetadataPaths })).toEqual([]);
    expect(codes({ a: '{{user.public_metadata.anything}}' })).toEqual([]);
  });
});

describe('metadata_path_undeclared', () => {
  const metadataSchemas = {
    'user.public_metadata': {
      type: 'object',
      properties: {
        plan: { enum: ['free', 'pro'] },
        address: { type: 'object', properties: { city: { type: 'string' } } },
        tags: { type: 'array', items: { type: 'string' } },
        anything: {},
      },
    },
  };
  it('warns about a path that the schema does not have, and offers the nearest', () => {
    expect(fixed({ a: '{{user.public_metadata.plam}}' }, { metadataSchemas })).toEqual({
      a: '{{user.public_metadata.plan}}',
    });
    expect(lints({ a: '{{user.public_metadata.address.town}}' }, { metadataSchemas })).toMatchObject([
      {
        code: 'metadata_path_undeclared',
        severity: 'warning',
        message: expect.stringContaining('The metadata schema has no user.public_metadata.address.town'),
      },
    ]);
    expect(codes({ a: '{{user.public_metadata.plan.name}}' }, { metadataSchemas })).toEqual([
      'metadata_path_undeclared',
    ]);
  });
  it.each([
    '{{user.public_metadata.plan}}',
    '{{user.public_metadata.address}}',
    '{{user.public_metadata.address.city}}',
    '{{user.public_metadata.tags.0}}',
    '{{user.public_metadata.anything.at.all}}',
    '{{user.unsafe_metadata.theme}}',
    '{{org.public_metadata.plan}}',
  ])('is silent about %s', (value) => {
    expect(codes({ a: value }, { metadataSchemas })).toEqual([]);
  });
  it('without a schema, and for one that names nothing, is silent', () => {
    expect(codes({ a: '{{user.public_metadata.plam}}' })).toEqual([]);
    const open = { 'user.public_metadata': { type: 'object' } };
    expect(codes({ a: '{{user.public_metadata.plam}}' }, { metadataSchemas: open })).toEqual([]);
  });
  it('a default is asked for in text even where the schema requires the value: a new user has none yet', () => {
    const required = {
      'user.public_metadata': { ...metadataSchemas['user.public_metadata'], required: ['plan'] },
    };
    expect(codes({ a: 'x {{user.public_metadata.plan}}' }, { metadataSchemas: required })).toEqual([
      'interpolated_null',
    ]);
  });
});

it('never stands in the way of a save', () => {
  const problems = lints({ role: "{{user.unsafe_metadata.role || 'x' || 'y'}}", b: 'x{{user.first_name}}' });
  expect(problems.length).toBeGreaterThan(2);
  expect(problems.every(({ severity }) => severity !== 'error')).toBe(true);
});
