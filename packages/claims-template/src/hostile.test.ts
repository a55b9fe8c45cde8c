import { describe, expect, it, vi } from 'vitest';
import {
  checkTemplate,
  compileTemplate,
  completionsAt,
  type JsonObject,
  type JsonValue,
  limits,
  parseJson,
  renderTemplate,
  serializeClaims,
  type TemplateData,
} from './index.ts';
import { hostileTemplates } from './testing/hostile-templates.ts';

// Long inputs on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Far above what is measured (under 5 ms each), so that a slow machine does not fail. */
const GENEROUS_MILLISECONDS = 2_000;

describe('a hostile template', () => {
  it.each(hostileTemplates)('of %s is answered at once', (_, source) => {
    const started = performance.now();
    const diagnostics = checkTemplate(source);
    const compiled = compileTemplate(source, { mode: 'stored' });
    completionsAt(source, source.length >> 1);
    expect(performance.now() - started).toBeLessThan(GENEROUS_MILLISECONDS);
    expect(diagnostics.length).toBeLessThanOrEqual(limits.diagnostics);
    expect(typeof compiled.ok).toBe('boolean');
  });

  it.each([
    ['template_too_large', '100,000 unclosed braces'],
    ['template_too_large', 'a literal of 64 kB'],
    ['template_too_large', 'a literal of 1 MB'],
    ['template_too_large', 'an identifier of 64 kB'],
    ['template_too_large', '100,000 nested lists'],
    ['template_too_large', '100,000 nested objects'],
    ['shortcode_unknown', 'an identifier as long as fits'],
    ['template_too_large', '10,000 operands'],
    ['template_too_complex', 'as many operands as fit'],
    ['template_too_complex', 'empty shortcodes'],
    ['template_too_complex', 'a literal as long as fits'],
    ['shortcode_unterminated', 'as many unclosed braces as fit'],
    ['template_too_deep', 'nested lists as many as fit'],
  ])('is refused with %s: %s', (code, name) => {
    const source = hostileTemplates.find(([title]) => title === name)?.[1] ?? '';
    expect(checkTemplate(source).map((diagnostic) => diagnostic.code)).toContain(code);
  });

  it('of misspelt names only is told what was meant by the first ones: looking for it is what costs', () => {
    const members = Array.from({ length: 199 }, (_, index) => `"claim${index}": "{{user.frist_name}}"`);
    const found = checkTemplate(`{${members.join(',')}}`);
    expect(found.map(({ code }) => code)).toEqual(Array(199).fill('shortcode_unknown'));
    expect(found.filter(({ suggestion }) => suggestion === 'user.first_name')).toHaveLength(
      limits.corrections,
    );
    expect(found.at(-1)?.message).toBe(
      'There is no shortcode user.frist_name: choose one from the list of shortcodes.',
    );
  });

  it('nested 100,000 deep is parsed without recursion', () => {
    const source = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(parseJson(source).ok).toBe(true);
    expect(parseJson(source, { maxDepth: 99_999 })).toMatchObject({
      ok: false,
      problem: { reason: 'depth' },
    });
  });
});

function dataWith(metadata: JsonValue): TemplateData {
  return { user: { public_metadata: metadata } } as unknown as TemplateData;
}

function render(claims: JsonObject, data: TemplateData): string {
  const compiled = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
  if (!compiled.ok) throw new Error('refused');
  return serializeClaims(renderTemplate(compiled.template, data));
}

describe('hostile data', () => {
  it('nested 100,000 deep is rendered without recursion', () => {
    let metadata: JsonValue = 'end';
    for (let level = 0; level < 100_000; level += 1)
      metadata = level % 2 === 0 ? [metadata] : { k: metadata };
    const text = render(
      { a: '{{user.public_metadata.k}}', b: '<{{user.public_metadata}}>' },
      dataWith(metadata),
    );
    expect(text.startsWith('{"a":[{"k":[')).toBe(true);
    expect(text.split('end')).toHaveLength(3);
  });

  it('with __proto__ keys stays data', () => {
    const metadata = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
    );
    const claims = { all: '{{user.public_metadata}}', one: '{{user.public_metadata.__proto__.polluted}}' };
    expect(render(claims, dataWith(metadata))).toBe(
      '{"all":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"one":1}',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('in a template is a key like any other', () => {
    const source = '{"n": {"__proto__": {"polluted": "{{user.id}}"}}}';
    const compiled = compileTemplate(source);
    if (!compiled.ok) throw new Error('refused');
    expect(serializeClaims(renderTemplate(compiled.template, dataWith({})))).toBe(
      '{"n":{"__proto__":{"polluted":null}}}',
    );
  });

  it('that is not JSON, or not there, is null', () => {
    const odd = {
      a: undefined,
      b: () => 1,
      c: Number.NaN,
      d: Number.POSITIVE_INFINITY,
      e: Symbol('x'),
      f: 10n,
    };
    const claims = {
      all: '{{user.public_metadata}}',
      id: '{{user.id}}',
      org: '{{org.id}}',
      actor: '{{session.actor}}',
    };
    expect(render(claims, dataWith(odd as unknown as JsonValue))).toBe(
      '{"actor":null,"all":{"a":null,"b":null,"c":null,"d":null,"e":null,"f":null},"id":null,"org":null}',
    );
    for (const nothing of [{}, null, undefined, 1, 'x', []])
      expect(render(claims, nothing as unknown as TemplateData)).toBe(
        '{"actor":null,"all":null,"id":null,"org":null}',
      );
  });

  it('never brings private metadata along', () => {
    const data = { user: { private_metadata: { canary: 1 } } } as unknown as TemplateData;
    expect(render({ a: '{{user.private_metadata}}', b: 'x{{user.private_metadata.canary}}' }, data)).toBe(
      '{"a":null,"b":"xnull"}',
    );
  });
});
