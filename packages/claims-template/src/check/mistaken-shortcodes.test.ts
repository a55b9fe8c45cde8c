import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits, checkTemplate, type Diagnostic } from '../index.ts';

interface Mistake {
  written: string;
  offer: string | null;
  code?: string;
  drop?: boolean;
}
const path = join(
  import.meta.dirname,
  '../../../../conformance/vectors/claims-template/mistaken-shortcodes.json',
);
const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: Mistake[] };

/** Every place a shortcode can stand in; the last two keep a value beside it. */
const PLACES: readonly ((shortcode: string) => string)[] = [
  (value) => `{"a": "{{${value}}}"}`,
  (value) => `{\n  "a": "{{${value}}}",\n  "b": 1\n}`,
  (value) => `{"z": 1, "a": "{{ ${value} }}" }`,
  (value) => `{"z": 1, "a": "\\u007b{${value}}}", "y": {"k": 2}}`,
  (value) => `{"list": ["{{${value}}}"]}`,
  (value) => `{"list": [1, "{{${value}}}", 2]}`,
  (value) => `{"a": "text \\"q\\" {{${value}}} more"}`,
  (value) => `{"a": "{{${value} || user.first_name || 'x'}}"}`,
  (value) => `{"a": "{{user.first_name || ${value}}}"}`,
];

function problemOf(source: string, code: string): Diagnostic | undefined {
  return checkTemplate(source).find((diagnostic) => diagnostic.code === code);
}

describe.each(vectors)('{{$written}}', ({ written, offer, code = 'shortcode_unknown', drop = false }) => {
  it.each(PLACES.map((place) => place(written)))('is corrected in %s', (source) => {
    const problem = problemOf(source, code);
    expect(problem?.severity).toBe('error');
    expect(problem?.suggestion).toBe(offer ?? undefined);
    const marked = source.slice(problem?.range.from, problem?.range.to);
    expect(marked).toBe(written);
    const fixed = applyEdits(source, problem?.fix?.edits ?? []);
    expect(fixed).not.toBe(source);
    expect(checkTemplate(fixed).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(() => JSON.parse(fixed)).not.toThrow();
    if (drop) expect(fixed).not.toContain(written);
    else expect(fixed).toContain(offer);
  });
});

describe('what cannot be guessed', () => {
  it('gets no suggestion, but an error', () => {
    const [problem] = checkTemplate('{"a": "{{zzzzzzzzzzzzzzzzzzzzzzzzzzzz.qqqqqqqqqqqqqqqqqqqqqqqq}}"}');
    expect(problem).toMatchObject({ code: 'shortcode_unknown', pointer: '/a' });
    expect(problem?.suggestion).toBeUndefined();
    expect(problem?.fix).toBeUndefined();
  });

  it('says for JWT templates that there is no session', () => {
    const [problem] = checkTemplate('{"a": "{{session.id}}"}', { surface: 'jwt_template' });
    expect(problem?.message).toContain('not tied to a session');
  });

  it('removes the whole member with its comma', () => {
    const source = '{\n  "a": 1,\n  "b": "{{session.id}}"\n}';
    const [problem] = checkTemplate(source);
    expect(problem?.fix?.title).toBe('Remove "b"');
    expect(applyEdits(source, problem?.fix?.edits ?? [])).toBe('{\n  "a": 1\n}');
  });
});
