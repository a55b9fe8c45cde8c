import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  explainClaims,
  renderTemplate,
  serializeClaims,
  type TemplateData,
} from '../index.ts';

const data = {
  user: {
    id: 'user_1',
    first_name: null,
    full_name: 'Zoë',
    public_metadata: { plan: 'pro', roles: ['a', 'b'] },
  },
  org: null,
  org_membership: null,
  session: { actor: null, reverification_id: null },
} as unknown as TemplateData;

function explained(template: object) {
  const compiled = compileTemplate(JSON.stringify(template));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return { template: compiled.template, claims: explainClaims(compiled.template, data) };
}

describe('explainClaims', () => {
  it('tells for each claim its text, its fields with their values, its value and its bytes', () => {
    const { claims } = explained({ name: "{{user.first_name || user.full_name || 'nobody'}}", edition: 3 });
    expect(claims).toEqual([
      {
        name: 'name',
        expression: JSON.stringify("{{user.first_name || user.full_name || 'nobody'}}"),
        sources: [
          { path: 'user.first_name', value: null },
          { path: 'user.full_name', value: 'Zoë' },
        ],
        value: 'Zoë',
        bytes: '"name":"Zoë",'.length + 1,
      },
      { name: 'edition', expression: '3', sources: [], value: 3, bytes: '"edition":3,'.length },
    ]);
  });

  it('looks into objects, lists and text, names a field once, and paths that lead nowhere as null', () => {
    const { claims } = explained({
      all: { b: ['{{user.public_metadata.plan}}'], a: 'plan {{user.public_metadata.plan}} of {{org.id}}' },
      role: '{{user.public_metadata.roles.1}}',
      gone: '{{user.public_metadata.nowhere.at.all}}',
    });
    expect(claims.map(({ expression }) => expression)).toEqual([
      '{"b": ["{{user.public_metadata.plan}}"], "a": "plan {{user.public_metadata.plan}} of {{org.id}}"}',
      '"{{user.public_metadata.roles.1}}"',
      '"{{user.public_metadata.nowhere.at.all}}"',
    ]);
    expect(claims.map(({ sources }) => sources)).toEqual([
      [
        { path: 'user.public_metadata.plan', value: 'pro' },
        { path: 'org.id', value: null },
      ],
      [{ path: 'user.public_metadata.roles.1', value: 'b' }],
      [{ path: 'user.public_metadata.nowhere.at.all', value: null }],
    ]);
  });

  it('gives the values and, together, the bytes of the rendered claims', () => {
    const { template, claims } = explained({
      b: '{{user.public_metadata}}',
      a: '{{user.id}}',
      c: [null, true],
    });
    const rendered = renderTemplate(template, data);
    expect(Object.fromEntries(claims.map(({ name, value }) => [name, value]))).toEqual({ ...rendered });
    const bytes = claims.reduce((sum, claim) => sum + claim.bytes, 1);
    expect(bytes).toBe(Buffer.byteLength(serializeClaims(rendered)));
  });
});
