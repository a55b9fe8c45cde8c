import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  checkJwtTemplate,
  compileTemplate,
  type Diagnostic,
  findJwtPreset,
  type JsonObject,
  type JwtPreset,
  type JwtSettings,
  jwtPresets,
  mergeDefaultClaims,
  renderTemplate,
  type TemplateData,
} from '../index.ts';

const path = join(import.meta.dirname, '../../../../conformance/vectors/jwt-presets/rules.json');
const vectors = JSON.parse(readFileSync(path, 'utf8')) as {
  claims: { preset: string; note: string; template: JsonObject; problems: object[] }[];
  settings: { preset: string; note: string; settings: JwtSettings; problems: string[] }[];
};
const preset = (id: string) => findJwtPreset(id) as JwtPreset;
const isConsumers = ({ code }: Diagnostic) => code.startsWith('consumer_');
const consumers = (source: string, id: string) => checkJwtTemplate(source, id).filter(isConsumers);
const filled = ({ template, placeholder }: JwtPreset) =>
  placeholder ? template.replaceAll(placeholder.text, 'signer@acme.iam.gserviceaccount.com') : template;

describe('rules.json', () => {
  it.each(vectors.claims)('$preset: $note', ({ preset: id, template, problems }) => {
    const found = consumers(JSON.stringify(template), id);
    expect(found.map(({ code, severity, pointer }) => ({ code, severity, pointer }))).toEqual(problems);
  });

  it.each(vectors.settings)('$preset: $note', ({ preset: id, settings, problems }) => {
    const found = preset(id).checkSettings(settings);
    expect(found.map(({ setting }) => setting)).toEqual(problems);
  });

  it.each(vectors.claims)('$preset: $note: a ready edit leaves JSON without that problem', (vector) => {
    const source = JSON.stringify(vector.template, null, 2);
    for (const { fix, code, pointer } of consumers(source, vector.preset)) {
      if (!fix) continue;
      const mended = applyEdits(source, fix.edits);
      expect(() => JSON.parse(mended)).not.toThrow();
      expect(consumers(mended, vector.preset)).not.toContainEqual(expect.objectContaining({ code, pointer }));
    }
  });
});

describe.each(jwtPresets)('the preset $id', (one) => {
  it('begins with a template and settings that its own rules pass, its placeholder filled in', () => {
    expect(checkJwtTemplate(filled(one), one.id).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(consumers(filled(one), one.id)).toEqual([]);
    expect(one.checkSettings(one.settings)).toEqual([]);
  });

  it('refuses the placeholder as it stands', () => {
    const errors = consumers(one.template, one.id).filter(({ severity }) => severity === 'error');
    expect(errors.length > 0).toBe(one.placeholder !== null);
  });

  it('is set up with the addresses of the instance', () => {
    const urls = { issuer: 'https://issuer.example', jwksUrl: 'https://issuer.example/jwks' };
    const text = JSON.stringify(one.setup(urls));
    // Firebase knows the key of its own service account.
    expect(text.includes(urls.jwksUrl)).toBe(one.id !== 'firebase');
    expect(text).not.toContain('undefined');
  });
});

describe('claims that a consumer wants otherwise', () => {
  const source = filled(preset('firebase'));
  const data = { user: { id: 'user_1' } } as unknown as TemplateData;

  it('are reserved in every other template', () => {
    for (const id of [null, 'hasura', 'unheard-of'])
      expect(checkJwtTemplate(source, id).filter(({ code }) => code === 'claim_reserved')).toHaveLength(2);
  });

  it('stay as the template says; all other default claims win', () => {
    const ownClaims = preset('firebase').ownClaims;
    const compiled = compileTemplate(source, { surface: 'jwt_template', ownClaims });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const claims = renderTemplate(compiled.template, data);
    const defaults = { iss: 'https://issuer', sub: 'user_1', exp: 7 };
    expect(mergeDefaultClaims(claims, defaults, ownClaims)).toMatchObject({
      iss: 'signer@acme.iam.gserviceaccount.com',
      sub: 'signer@acme.iam.gserviceaccount.com',
      exp: 7,
    });
    expect(mergeDefaultClaims(claims, defaults)).toMatchObject({ iss: 'https://issuer', sub: 'user_1' });
    expect(mergeDefaultClaims({}, defaults, ownClaims)).toMatchObject({ iss: 'https://issuer' });
  });
});

it('takes any string', () => {
  for (const source of ['', '{', '[]', 'null', '{"aud": }', `{"a":${'['.repeat(5000)}`, '{"__proto__": {}}'])
    for (const { id } of jwtPresets) expect(() => checkJwtTemplate(source, id)).not.toThrow();
});
