import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  checkTemplate,
  compileTemplate,
  type Diagnostic,
  limits,
  reservedClaims,
} from '../index.ts';

function withCode(source: string, code: string): Diagnostic {
  const found = checkTemplate(source).find((diagnostic) => diagnostic.code === code);
  if (!found) throw new Error(`no ${code} in ${JSON.stringify(checkTemplate(source))}`);
  return found;
}

const deep = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
const many = (count: number) => `{"a": "${'{{user.id}}'.repeat(count)}"}`;
const operands = (count: number) => `{"a": "{{${Array(count).fill('user.first_name').join(' || ')}}}"}`;
const literal = (bytes: number) => `{"a": "{{user.first_name || '${'x'.repeat(bytes)}'}}"}`;

describe('every error', () => {
  it.each([
    ['template_not_json', '', ''],
    ['template_not_json', '{"a": 1', ''],
    ['template_not_json', '{"a": 1,}', ''],
    ['template_not_json', '{"a": [1,]}', '/a/1'],
    ['template_not_json', '{"a": [tru]}', '/a/0'],
    ['template_not_json', '{"a": 1e999}', '/a'],
    ['template_not_json', '{"a": 01}', ''],
    ['template_not_json', '{"a" 1}', '/a'],
    ['template_not_json', '{"a": "x\ny"}', '/a'],
    ['template_not_json', '{"a": "\\x"}', '/a'],
    ['template_not_json', '{"a": "\\u12g4"}', '/a'],
    ['template_not_json', "{'a': 1}", ''],
    ['template_not_json', '{} {}', ''],
    ['template_not_json', '\uFEFF{}', ''],
    ['template_not_json', '{{user.id}}', ''],
    ['template_unquoted_shortcode', '{"a": {{user.id}}}', '/a'],
    ['template_unquoted_shortcode', '{"a": [1, {{user.id}}]}', '/a/1'],
    ['template_unquoted_shortcode', '{"a": {{user.id', '/a'],
    ['template_not_object', '[]', ''],
    ['template_not_object', '"{{user.id}}"', ''],
    ['template_duplicate_key', '{"a": 1, "\\u0061": 2}', '/a'],
    ['template_duplicate_key', '{"x": [{"a": 1, "a": 2}]}', '/x/0/a'],
    ['template_too_large', `{"a": "${'x'.repeat(limits.templateBytes)}"}`, ''],
    ['template_too_large', `{"a": "${'é'.repeat(limits.templateBytes / 2)}"}`, ''],
    ['template_too_deep', deep(limits.templateDepth + 1), `/a${'/0'.repeat(15)}`],
    ['template_too_complex', many(limits.shortcodes + 1), '/a'],
    ['template_too_complex', operands(limits.operands + 1), '/a'],
    ['template_too_complex', literal(limits.literalBytes + 1), '/a'],
    ['template_too_complex', `{"a": "{{${'1'.repeat(limits.literalBytes + 1)}}}"}`, '/a'],
    ['claim_reserved', '{"sub": 1}', '/sub'],
    ['claim_name_invalid', '{"": 1}', '/'],
    ['claim_name_invalid', '{"a\\u0000": 1}', '/a\u0000'],
    ['claim_name_invalid', `{"${'é'.repeat(65)}": 1}`, `/${'é'.repeat(65)}`],
    ['shortcode_in_key', '{"a": {"{{user.id}}": 1}}', '/a/{{user.id}}'],
    ['shortcode_unterminated', '{"a": "{{user.id"}', '/a'],
    ['shortcode_unterminated', '{"a": "{{user.id}"}', '/a'],
    ['shortcode_unterminated', '{"a": "{{"}', '/a'],
    ['shortcode_unterminated', '{"a": "{{user.id {{user.id}}"}', '/a'],
    ['shortcode_unterminated', '{"a": "{{user.id || "}', '/a'],
    ['shortcode_unterminated', '{"a": "{{user.id} {{user.id}}"}', '/a'],
    ['shortcode_empty', '{"a": "{{}}"}', '/a'],
    ['shortcode_empty', '{"a": "x {{ \\t }} y"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user..id}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.id user.id}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.id | upper}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.first_name ?? \'x\'}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.has_image ? \'a\' : \'b\'}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.public_metadata.tags[0]}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.id()}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.first_name || }}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{|| \'x\'}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user-x.id}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{.id}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{{user.id}}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{ {{user.id}} }}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.first_name || 01}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.first_name || 1e999}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{true.id}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.first_name \'x\'}}"}', '/a'],
    ['shortcode_syntax', '{"a": "{{user.é}}"}', '/a'],
    ['literal_type_not_allowed', '{"a": "{{null}}"}', '/a'],
    ['literal_type_not_allowed', '{"a": "{{user.first_name || undefined}}"}', '/a'],
    ['literal_type_not_allowed', '{"a": "{{ [1] }}"}', '/a'],
    ['literal_type_not_allowed', '{"a": "{{user.first_name || {}}}"}', '/a'],
    ['literal_quote_style', '{"a": "{{user.first_name || \\"x\\"}}"}', '/a'],
    ['literal_quote_style', '{"a": "{{user.first_name || `x`}}"}', '/a'],
    ['literal_quote_style', '{"a": "{{user.first_name || ‘x’}}"}', '/a'],
    ['literal_unterminated', '{"a": "{{user.first_name || \'x}}"}', '/a'],
    ['literal_unterminated', '{"a": "{{user.first_name || \'x"}', '/a'],
    ['literal_bad_escape', '{"a": "{{user.first_name || \'x\\\\n\'}}"}', '/a'],
    ['shortcode_unknown', '{"a": "{{user.nope}}"}', '/a'],
    ['shortcode_unknown', '{"a/b~": ["{{user.first_name.x}}"]}', '/a~1b~0/0'],
    ['shortcode_forbidden', '{"a": "{{user.private_metadata.x}}"}', '/a'],
  ])('%s: %s', (code, source, pointer) => {
    const problem = withCode(source, code);
    expect(problem).toMatchObject({ severity: 'error', pointer });
    expect(problem.message).toMatch(/[.?]$|^You can't use/);
    expect(problem.range.from).toBeLessThanOrEqual(problem.range.to);
    expect(problem.range.to).toBeLessThanOrEqual(source.length);
    expect(compileTemplate(source).ok).toBe(false);
    if (problem.fix) {
      const fixed = applyEdits(source, problem.fix.edits);
      expect(checkTemplate(fixed).map((left) => left.code)).not.toContain(code);
    }
  });
});

describe('the limits', () => {
  it.each([
    ['depth', deep(limits.templateDepth)],
    ['shortcodes', `{"a": [${Array(limits.shortcodes).fill('"{{user.id}}"').join()}]}`],
    ['operands', operands(limits.operands)],
    ['literal', literal(limits.literalBytes)],
    ['claim name', `{"${'x'.repeat(limits.claimNameBytes)}": 1}`],
    ['size', `{"a": "${'x'.repeat(limits.templateBytes - 9)}"}`],
  ])('of %s may be reached', (_, source) => {
    expect(checkTemplate(source).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(compileTemplate(source).ok).toBe(true);
  });
});

describe('reserved claims', () => {
  const listed = 'azp exp fva iat iss jti nbf sid sub v pla fea sts o act __raw __proto__'.split(' ');

  it.each(listed)('%s is refused in the words of the original and explained', (name) => {
    const source = `{"ok": 1, "${name}": "{{user.id}}"}`;
    const problem = withCode(source, 'claim_reserved');
    expect(problem.message).toBe(`You can't use the reserved claim: ${name}`);
    expect(problem.hint).toMatch(/\. Choose another name for this claim\.$/);
    expect(source.slice(problem.range.from, problem.range.to)).toBe(`"${name}"`);
    expect(reservedClaims).toContain(name);
    expect(applyEdits(source, problem.fix?.edits ?? [])).toBe('{"ok": 1}');
  });

  it.each(listed)('%s is free below the top level', (name) => {
    expect(checkTemplate(`{"n": {"${name}": 1}, "l": [{"${name}": 1}]}`)).toEqual([]);
  });

  it.each(['aud', 'role', 'email', 'name', 'metadata', 'org_id', 'org_role', 'org_slug', 'SUB'])(
    '%s is free',
    (name) => {
      expect(checkTemplate(`{"${name}": "x"}`)).toEqual([]);
    },
  );

  it('is one list for both surfaces', () => {
    for (const name of listed)
      expect(checkTemplate(`{"${name}": 1}`, { surface: 'jwt_template' })[0]?.code).toBe('claim_reserved');
  });
});

describe('where a problem is', () => {
  it('is told in the source, in the string, and as line and column', () => {
    const source = '{\r\n  "ok": 1,\n  "gr\\u00fc\\u00dfe": "\\t\\"x\\" {{user.nope}}"\n}';
    const problem = withCode(source, 'shortcode_unknown');
    expect(source.slice(problem.range.from, problem.range.to)).toBe('user.nope');
    expect(problem.stringRange).toEqual({ from: 7, to: 16 });
    expect(problem).toMatchObject({ pointer: '/grüße', line: 3, column: 33 });
  });

  it('marks the unquoted shortcode whole', () => {
    const source = '{"a": {{user.public_metadata}}}';
    const { range, fix } = withCode(source, 'template_unquoted_shortcode');
    expect(source.slice(range.from, range.to)).toBe('{{user.public_metadata}}');
    expect(applyEdits(source, fix?.edits ?? [])).toBe('{"a": "{{user.public_metadata}}"}');
  });

  it('goes on behind a faulty shortcode', () => {
    const source = '{"a": "{{user.first_name | up}} {{user.nope}} {{}}", "b": "{{org.nope}}"}';
    expect(checkTemplate(source).map(({ code }) => code)).toEqual([
      'shortcode_syntax',
      'shortcode_unknown',
      'shortcode_empty',
      'shortcode_unknown',
    ]);
  });

  it('puts errors before warnings', () => {
    const source = '{"a": "x{{user.first_name}}", "b": "{{user.nope}}"}';
    expect(checkTemplate(source).map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });

  it('reports a bounded number of problems', () => {
    const source = `{${Array(2_000).fill('"":1').join()}}`;
    expect(checkTemplate(source)).toHaveLength(limits.diagnostics);
  });
});

describe('ready edits keep the meaning', () => {
  it.each([
    ['{"a": "{{user.first_name ?? \'x\'}}"}', '{"a": "{{user.first_name || \'x\'}}"}'],
    ['{"a": "{{user.id}"}', '{"a": "{{user.id}}"}'],
    ['{"a": "{{user.id"}', '{"a": "{{user.id}}"}'],
    ['{"a": "{{user.id || \\"it\'s\\"}}"}', '{"a": "{{user.id || \'it\\\\\'s\'}}"}'],
    ['{"a": "{{user.id || \'C:\\\\dir\'}}"}', '{"a": "{{user.id || \'C:\\\\\\\\dir\'}}"}'],
    ['{"a": "{{user.first_name || \'x}}"}', '{"a": "{{user.first_name || \'x\'}}"}'],
    ['{"a": "{{user.first_name || null}}"}', '{"a": "{{user.first_name}}"}'],
    ['{"a": "{{user.first_name || }}"}', '{"a": "{{user.first_name}}"}'],
    ['{"a": "{{{user.id}}}"}', '{"a": "{{user.id}}}"}'],
    ['{"a": "{{user.id.}}"}', '{"a": "{{user.id}}"}'],
    ['{"a": "x {{}}y"}', '{"a": "x y"}'],
    ['{"a": [1, 2 , ]}', '{"a": [1, 2  ]}'],
    ['{"a": 1, "a": 2}', '{"a": 1}'],
  ])('%s becomes %s', (source, expected) => {
    const [problem] = checkTemplate(source);
    expect(problem?.severity).toBe('error');
    expect(applyEdits(source, problem?.fix?.edits ?? [])).toBe(expected);
  });
});
