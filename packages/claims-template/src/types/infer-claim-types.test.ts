import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  type InferOptions,
  inferClaimTypes,
  type JsonObject,
  type JsonValue,
  typeText,
} from '../index.ts';

interface TypeVector {
  claim: JsonValue;
  schemas?: InferOptions['metadataSchemas'];
  roleKeys?: string[];
  permissionKeys?: string[];
  type: string;
}
const path = join(import.meta.dirname, '../../../../conformance/vectors/claims-template/claim-types.json');
const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: TypeVector[] };

function inferred(claims: JsonObject, options: InferOptions = {}) {
  const compiled = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return inferClaimTypes(compiled.template, options);
}

describe('the type of a claim', () => {
  it.each(vectors)('$claim is $type', ({ claim, schemas, roleKeys, permissionKeys, type }) => {
    const options: InferOptions = {
      ...(schemas && { metadataSchemas: schemas }),
      ...(roleKeys && { roleKeys }),
      ...(permissionKeys && { permissionKeys }),
    };
    const [member] = inferred({ c: claim }, options).members;
    expect(member && typeText(member.type)).toBe(type);
    expect(member?.optional).toBe(false);
  });

  it('is optional while older tokens are still about', () => {
    const { members } = inferred({ old: 1, young: 2 }, { newClaims: new Set(['young']) });
    expect(members.map(({ name, optional }) => [name, optional])).toEqual([
      ['old', false],
      ['young', true],
    ]);
  });

  it('writes at most 32 texts out', () => {
    const verified = '{{user.email_verified}}';
    const five = inferred({ c: `x${verified.repeat(5)}` }).members[0]?.type;
    const six = inferred({ c: `x${verified.repeat(6)}` }).members[0]?.type;
    expect(five).toMatchObject({ kind: 'union', members: { length: 32 } });
    expect(six).toEqual({ kind: 'string' });
  });

  it.each([
    [{ const: 'a' }, "'a' | null"],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'string | number | null'],
    [{ enum: [{ a: 1 }] }, 'unknown'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string> | null'],
    [{ $ref: '#/x' }, 'unknown'],
    [{ type: 'nonsense' }, 'unknown'],
    [{ type: ['boolean', 'null'] }, 'boolean | null'],
  ])('reads the schema %j', (schema, type) => {
    const metadata = { type: 'object', properties: { k: schema as JsonObject } };
    const [member] = inferred(
      { c: '{{user.public_metadata.k}}' },
      { metadataSchemas: { 'user.public_metadata': metadata } },
    ).members;
    expect(member && typeText(member.type)).toBe(type);
  });

  it('stops at a schema nested for ever', () => {
    let schema: JsonObject = { type: 'string' };
    for (let level = 0; level < 10_000; level += 1) schema = { type: 'array', items: schema };
    const options = {
      metadataSchemas: { 'user.public_metadata': { properties: { k: schema }, type: 'object' } },
    };
    const [member] = inferred({ c: '{{user.public_metadata.k}}' }, options).members;
    expect(member && typeText(member.type)).toMatch(/^unknown(\[\])+ \| null$/);
  });
});
