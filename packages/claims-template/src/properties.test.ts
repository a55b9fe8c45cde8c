import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  applyEdits,
  checkTemplate,
  compileTemplate,
  completionsAt,
  inferClaimTypes,
  isReservedClaim,
  type JsonObject,
  type JsonValue,
  limits,
  mergeDefaultClaims,
  parseJson,
  renderTemplate,
  renderTypeScript,
  reservedClaims,
  serializeClaims,
  shortcodes,
  type TemplateData,
} from './index.ts';

// Thousands of runs on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const words = [
  ...[
    '{{',
    '}}',
    '||',
    "'",
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '.',
    ' ',
    'null',
    'true',
    '1e9',
    '__proto__',
    '\n',
  ],
  ...shortcodes.map(({ path }) => path),
];
/** Text that looks like a template more often than chance would have it. */
const soup = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 30 })
  .map((parts) => parts.join(''));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), soup);
const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'sub', 'a', 'toString', ''), fc.string());
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    soup,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;
const object = fc.dictionary(key, json, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;

const text = fc.oneof(fc.string(), fc.constant('{{user.id}}'), fc.constant('","sub":"evil'));
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const data = fc.record({
  user: fc.record({
    id: text,
    first_name: nullable(text),
    full_name: nullable(text),
    created_at: fc.nat(),
    email_verified: fc.boolean(),
    organizations: fc.dictionary(key, text),
    public_metadata: object,
    unsafe_metadata: object,
    private_metadata: fc.constant({ canary: 'PRIVATE-CANARY' }),
  }),
  org: nullable(fc.record({ id: text, name: text, role: text, public_metadata: object })),
  org_membership: nullable(fc.record({ permissions: fc.array(text), public_metadata: object })),
  session: fc.record({ actor: nullable(fc.record({ sub: text })), reverification_id: nullable(text) }),
}) as unknown as fc.Arbitrary<TemplateData>;

function render(source: string, values: TemplateData): JsonObject | null {
  const compiled = compileTemplate(source, { mode: 'stored' });
  return compiled.ok ? renderTemplate(compiled.template, values) : null;
}

/** Whether every object inside is without prototype. */
function hasNoPrototypes(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== null) return false;
  return Object.values(value).every(hasNoPrototypes);
}

describe('for every input', () => {
  it('checking never throws, and its ranges lie in the source', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          object.map((value) => JSON.stringify(value)),
        ),
        (source) => {
          for (const { range, fix, line, column, pointer } of checkTemplate(source)) {
            expect(0 <= range.from && range.from <= range.to && range.to <= source.length).toBe(true);
            expect(line >= 1 && column >= 1).toBe(true);
            expect(pointer === '' || pointer.startsWith('/')).toBe(true);
            for (const edit of fix?.edits ?? [])
              expect(0 <= edit.from && edit.from <= edit.to && edit.to <= source.length).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('a ready edit leaves JSON behind where JSON was', () => {
    fc.assert(
      fc.property(object, (claims) => {
        const source = JSON.stringify(claims);
        for (const { fix } of checkTemplate(source))
          if (fix) expect(parseJson(applyEdits(source, fix.edits)).ok).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('an error is exactly what refuses a save', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          object.map((value) => JSON.stringify(value)),
        ),
        (source) => {
          const hasError = checkTemplate(source).some(({ severity }) => severity === 'error');
          expect(compileTemplate(source).ok).toBe(!hasError);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('our parser agrees with JSON.parse', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          json.map((value) => JSON.stringify(value, null, 1)),
        ),
        (source) => {
          let accepted = true;
          try {
            JSON.parse(source);
          } catch {
            accepted = false;
          }
          expect(parseJson(source).ok).toBe(accepted);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('types and completions never throw', () => {
    fc.assert(
      fc.property(object, anyText, fc.integer({ min: -5, max: 60 }), (claims, source, offset) => {
        completionsAt(source, offset);
        const compiled = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
        if (!compiled.ok) return;
        inferClaimTypes(compiled.template, { metadataSchemas: { 'user.public_metadata': claims } });
        renderTypeScript(compiled.template, { templateHash: source, version: 1 });
      }),
    );
  });
});

describe('for every template and user', () => {
  it('rendering never throws and gives the same bytes again', () => {
    fc.assert(
      fc.property(object, data, (claims, values) => {
        const source = JSON.stringify(claims);
        const first = render(source, values);
        const second = render(source, structuredClone(values));
        if (first === null || second === null) return;
        expect(serializeClaims(first)).toBe(serializeClaims(second));
        expect(hasNoPrototypes(first)).toBe(true);
        expect(serializeClaims(first)).not.toContain('PRIVATE-CANARY');
      }),
      { numRuns: 1_000 },
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('default claims always win, and no reserved claim gets through', () => {
    const defaults = fc.dictionary(fc.constantFrom(...reservedClaims), fc.string());
    fc.assert(
      fc.property(object, data, defaults, (claims, values, written) => {
        const custom = render(JSON.stringify({ ...claims, sub: 'evil', ok: 1 }), values);
        const merged = JSON.parse(serializeClaims(mergeDefaultClaims({ ...custom, iss: 'evil' }, written)));
        for (const name of reservedClaims)
          expect(Object.hasOwn(merged, name) ? merged[name] : undefined).toBe(
            Object.hasOwn(written, name) ? written[name] : undefined,
          );
      }),
    );
  });

  it('serialising writes what JSON.stringify writes, but for the order of keys', () => {
    fc.assert(
      fc.property(object, (claims) => {
        const text = serializeClaims(claims);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(claims)));
        expect(text.length).toBe(JSON.stringify(claims).length);
      }),
    );
  });

  it('a value can never add a claim or be read as a template', () => {
    fc.assert(
      fc.property(fc.string(), data, (name, values) => {
        const user = { ...values.user, full_name: name, first_name: `{{user.id}}${name}` };
        const claims = render('{"a": "{{user.full_name}}", "b": "x {{user.first_name}}"}', {
          ...values,
          user,
        });
        const parsed = JSON.parse(serializeClaims(claims ?? {}));
        expect(Object.keys(parsed)).toEqual(['a', 'b']);
        expect(parsed.a).toBe(name);
        expect(parsed.b).toBe(`x {{user.id}}${name}`.trim());
      }),
    );
  });

  it('an unknown shortcode never comes out as text', () => {
    const path = fc.tuple(
      fc.constantFrom('user', 'org', 'x', 'organization'),
      fc.stringMatching(/^[a-z]{3,12}$/),
    );
    fc.assert(
      fc.property(path, data, ([root, name], values) => {
        const claims = render(
          `{"a": "{{${root}.x${name}}}", "b": "<{{${root}.x${name}}}", "c": "{{broken"}`,
          values,
        );
        expect(claims).toEqual(Object.assign(Object.create(null), { a: null, b: '<null', c: null }));
      }),
    );
  });

  it('accepted templates have no reserved claim at the top', () => {
    fc.assert(
      fc.property(object, (claims) => {
        const compiled = compileTemplate(JSON.stringify(claims));
        if (compiled.ok) expect(Object.keys(claims).some(isReservedClaim)).toBe(false);
        expect(JSON.stringify(claims).length <= limits.templateBytes || !compiled.ok).toBe(true);
      }),
    );
  });
});
