import { describe, expect, it } from 'vitest';
import { configFileText, readConfigText } from '../config-file-text.ts';
import { type ConfigValues, changedValues, patchOf, type ServerConfig, valuesOf } from '../config-values.ts';
import { differenceText } from '../difference-text.ts';
import { threeWay } from '../three-way.ts';
import { completedJwtTemplates } from './completed-jwt-templates.ts';
import { checkJwtTemplates, jwtTemplatesSaved } from './jwt-template-changes.ts';

const template = (source: string, settings: object = {}) => ({
  claims: JSON.parse(source),
  claims_source: source,
  preset: null,
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: 'RS256',
  ...settings,
});
const REPORTS = '{\n  "aud":   "reports",\n  "list": [ 1,2 ]\n}';
const server = (templates: Record<string, object>): ConfigValues =>
  valuesOf({
    session: { claims_source: '{}' },
    jwt_templates: templates,
    test_mode: true,
  } as unknown as ServerConfig);
const there = server({ reports: template(REPORTS), old: template('{}') });
const file = (templates: object) =>
  completedJwtTemplates(
    'x.json',
    readConfigText(JSON.stringify({ jwt_templates: templates }), 'x.json'),
    there,
  );

describe('JWT templates in a configuration file', () => {
  it('stand by their names, the claims as they were written; what was pulled is no change', () => {
    const text = configFileText(there, null);
    expect(text).toContain(
      '  "jwt_templates": {\n    "reports": {\n      "claims": {\n        "aud":   "reports",\n        "list": [ 1,2 ]\n      },\n      "preset": null,\n',
    );
    expect(text).not.toContain('claims_source');
    const read = completedJwtTemplates('x.json', readConfigText(text, 'x.json'), there);
    expect(read).toEqual(there);
    expect(changedValues(there, read)).toEqual([]);
    expect(configFileText(server({}), null)).toContain('"jwt_templates": {}');
  });

  it('are left alone by a file without the key', () => {
    const old = readConfigText('{"test_mode": true}', 'x.json');
    expect(changedValues(there, old)).toEqual([]);
    expect(threeWay({ base: server({}), theirs: there, mine: old }).entries).toEqual([]);
  });

  it('are made, changed and deleted by what the file says; what it does not say of one stays', () => {
    const changes = changedValues(
      there,
      file({ reports: { lifetime: 300 }, more: { claims: { aud: 'more' } } }),
    );
    expect(changes.map(({ pointer, before, after }) => [pointer, before === null, after === null])).toEqual([
      ['/jwt_templates/reports', false, false],
      ['/jwt_templates/more', true, false],
      ['/jwt_templates/old', false, true],
    ]);
    expect(patchOf(changes)).toEqual({
      jwt_templates: {
        reports: { ...template(REPORTS, { lifetime: 300 }), claims: undefined },
        more: { ...template('{"aud":"more"}'), claims: undefined },
        old: null,
      },
    });
    expect(jwtTemplatesSaved(changes)).toBe('JWT templates: changed reports, made more, deleted old.');
  });

  it('are shown claim by claim, deletion in words', () => {
    const mine = file({ reports: { claims: { aud: 'reports', plan: '{{user.public_metadata.plan}}' } } });
    const text = differenceText({ server: there, file: mine, name: 'x.json' }, changedValues(there, mine));
    expect(text).toContain(
      'JWT template reports: changed\n  /list  removed  (1 | 2)[]\n  /plan  added  unknown\n',
    );
    expect(text).toContain('JWT template old: deleted, with its key.');
    expect(text).toMatch(/^- {4}"old": \{$/m);
  });

  it.each([
    [{ reports: null }, /is no JWT template.*leave it out/],
    [{ reports: { signing_key: 'x' } }, /\/signing_key is no setting.*Keys are in no file/],
    [{ more: { lifetime: 60 } }, /\/jwt_templates\/more says no claims/],
    [{ 'a b': { claims: {} } }, /\/jwt_templates\/a b: name is up to 128/],
    [[], /x\.json:1:18: JWT templates are an object/],
  ])('are refused: %j', (templates, complaint) => {
    expect(() => file(templates)).toThrow(complaint);
  });

  it('are refused with a member twice, and with a hostile name', () => {
    const twice = '{"jwt_templates": {"a": {"claims": {}, "claims": {"b": 1}}}}';
    expect(() => readConfigText(twice, 'x.json')).toThrow(/"claims" stands here twice/);
    const hostile = readConfigText('{"jwt_templates": {"__proto__": {"claims": {}}}}', 'x.json');
    expect(() => completedJwtTemplates('x.json', hostile, there)).toThrow(/__proto__: name is up to/);
  });

  it('are checked by their consumers, with place and repair', () => {
    const wrong = changedValues(there, file({ c: { claims: { aud: 'konvex' }, preset: 'convex' } }));
    expect(() => checkJwtTemplates('x.json', wrong)).toThrow(
      /^x\.json\/jwt_templates\/c: error \/aud \(line 1, column \d+\) .*\n {2}repair: /,
    );
    const unwise = changedValues(there, file({ c: { claims: { role: '{{user.unsafe_metadata.role}}' } } }));
    expect(checkJwtTemplates('x.json', unwise)).toEqual([
      expect.stringMatching(/jwt_templates\/c: warning \/role/),
    ]);
  });
});

describe('two people', () => {
  const base = server({ reports: template('{"a": 1, "b": 2}'), old: template('{}') });
  const sides = (theirs: Record<string, object>, mine: Record<string, object>) => ({
    base,
    theirs: server(theirs),
    mine: server(mine),
  });
  const told = ({ entries }: ReturnType<typeof threeWay>) =>
    entries.map(({ name, change }) => [name, change]);

  it('have the claims and settings of a template merged', () => {
    const merge = threeWay(
      sides(
        { reports: template('{"a": 10, "b": 2}', { lifetime: 90 }), old: template('{}') },
        { reports: template('{"a": 1, "b": 2, "c": 3}', { allowed_clock_skew: 0 }), old: template('{}') },
      ),
    );
    expect(told(merge)).toEqual([
      ['/jwt_templates/reports/claims/a', 'theirs'],
      ['/jwt_templates/reports/claims/c', 'mine'],
      ['/jwt_templates/reports/lifetime', 'theirs'],
      ['/jwt_templates/reports/allowed_clock_skew', 'mine'],
    ]);
    expect(JSON.parse(merge.merged.get('/jwt_templates/reports')!)).toMatchObject({
      claims: { a: 10, b: 2, c: 3 },
      lifetime: 90,
      allowed_clock_skew: 0,
    });
  });

  it('do not delete what the other one made, and see what one changed and the other deleted', () => {
    const reports = template('{"a": 1, "b": 2}');
    const made = threeWay(sides({ reports, old: template('{}'), theirs: template('{}') }, { reports }));
    expect(told(made)).toEqual([
      ['/jwt_templates/old', 'mine'],
      ['/jwt_templates/theirs', 'theirs'],
    ]);
    expect([...made.merged.keys()]).toContain('/jwt_templates/theirs');
    expect(made.merged.has('/jwt_templates/old')).toBe(false);
    const both = sides({ reports, old: template('{"x": 1}') }, { reports });
    expect(told(threeWay(both))).toEqual([['/jwt_templates/old', 'conflict']]);
    expect(threeWay(both, 'mine').merged.has('/jwt_templates/old')).toBe(false);
    expect(threeWay(both, 'theirs').merged.has('/jwt_templates/old')).toBe(true);
    const gone = threeWay(sides({ old: template('{}') }, { reports, old: template('{}') }));
    expect(told(gone)).toEqual([['/jwt_templates/reports', 'theirs']]);
    expect(gone.merged.has('/jwt_templates/reports')).toBe(false);
  });

  it('choose a side for a claim without choosing it for a setting of the same name', () => {
    const both = sides(
      { reports: template('{"a": 1, "b": 2, "lifetime": 5}', { lifetime: 90 }) },
      { reports: template('{"a": 1, "b": 2, "lifetime": 6}', { lifetime: 91 }) },
    );
    const value = JSON.parse(threeWay(both, 'theirs').merged.get('/jwt_templates/reports')!);
    expect([value.claims.lifetime, value.lifetime]).toEqual([5, 90]);
  });
});
