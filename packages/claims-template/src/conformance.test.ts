import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  compileTemplate,
  type JsonObject,
  mergeDefaultClaims,
  parseJson,
  renderTemplate,
  serializeClaims,
  type TemplateData,
} from './index.ts';

const VECTORS = join(import.meta.dirname, '../../../conformance/vectors');

interface RenderVector {
  id: string;
  note: string;
  fixture: string;
  template: JsonObject;
  expect: JsonObject;
  /** true, or the code a save is refused with. */
  savable: true | string;
}
interface SaveVector {
  id: string;
  note: string;
  raw: string;
  error: string | null;
}
const file = JSON.parse(readFileSync(join(VECTORS, 'claims-template/claims-vectors.json'), 'utf8')) as {
  fixtures: Record<string, TemplateData>;
  vectors: (RenderVector | SaveVector)[];
};
const rendered = file.vectors.filter((vector): vector is RenderVector => 'template' in vector);
const saved = file.vectors.filter((vector): vector is SaveVector => 'raw' in vector);

function errorCodes(source: string): string[] {
  return checkTemplate(source)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

describe('claims-vectors.json', () => {
  it('is covered by the two tables below', () => {
    expect(rendered.length + saved.length).toBe(file.vectors.length);
    expect(rendered.length).toBeGreaterThan(50);
  });

  it.each(rendered)('renders $id: $note', (vector) => {
    const compiled = compileTemplate(JSON.stringify(vector.template), { mode: 'stored' });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const data = file.fixtures[vector.fixture] as TemplateData;
    const claims = renderTemplate(compiled.template, data);
    expect(JSON.parse(serializeClaims(claims))).toEqual(vector.expect);
    expect(serializeClaims(mergeDefaultClaims(claims, {}))).toBe(serializeClaims(vector.expect));
  });

  it.each(rendered)('saves or refuses $id', (vector) => {
    const codes = errorCodes(JSON.stringify(vector.template, null, 2));
    if (vector.savable === true) expect(codes).toEqual([]);
    else expect(codes).toContain(vector.savable);
  });

  it.each(saved)('answers $id: $raw', (vector) => {
    const codes = errorCodes(vector.raw);
    if (vector.error === null) expect(codes).toEqual([]);
    else expect(codes[0]).toBe(vector.error);
    expect(compileTemplate(vector.raw).ok).toBe(vector.error === null);
  });
});

/** UTF-8, strictly: bytes that are no UTF-8 are no JSON text. A byte order mark stays and is refused. */
function parseBytes(bytes: Uint8Array): boolean {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).ok;
  } catch {
    return false;
  }
}

describe('JSONTestSuite', () => {
  const folder = join(VECTORS, 'jsontestsuite/test_parsing');
  const names = readdirSync(folder);
  const read = (name: string) => readFileSync(join(folder, name));

  it('is there whole', () => {
    const count = (kind: string) => names.filter((name) => name.startsWith(`${kind}_`)).length;
    expect([count('y'), count('n'), count('i')]).toEqual([95, 188, 35]);
  });

  it.each(names.filter((name) => name.startsWith('y_')))('accepts %s', (name) => {
    expect(parseBytes(read(name))).toBe(true);
  });

  it.each(names.filter((name) => name.startsWith('n_')))('refuses %s', (name) => {
    expect(parseBytes(read(name))).toBe(false);
  });

  it.each(names.filter((name) => name.startsWith('i_')))('answers %s without throwing', (name) => {
    expect(typeof parseJson(read(name).toString('latin1')).ok).toBe('boolean');
  });
});
