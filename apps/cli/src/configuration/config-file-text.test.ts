import { describe, expect, it } from 'vitest';
import { configFileText, readConfigText } from './config-file-text.ts';
import { changedValues, patchOf, type ServerConfig, valuesOf } from './config-values.ts';

const SOURCE = '{\n  "plan": "{{user.public_metadata.plan}}",\n\n  "list": [ 1,2 ]\n}';
const server: ServerConfig = {
  session: { claims: {}, claims_source: `${SOURCE}\n`, version: 7, lifetime_seconds: 60, tests: [] },
  auth: { username: 'off', email_strategies: ['email_code'] },
  metadata_schemas: { public: { type: 'object', properties: { plan: { enum: ['a', 'b'] } } }, private: null },
  test_mode: true,
} as ServerConfig;

describe('a configuration file', () => {
  it('says what the server says, the claims as they were written, and nothing that is only told', () => {
    const values = valuesOf(server);
    const text = configFileText(values, 'http://localhost:1853/schema/config.json');
    expect(text).toContain('    "claims": {\n      "plan": "{{user.public_metadata.plan}}",\n');
    expect(text).toContain('      "list": [ 1,2 ]\n    },\n    "tests": []');
    expect(text).not.toMatch(/claims_source|"version"|lifetime_seconds/);
    expect(JSON.parse(text)).toMatchObject({ auth: { username: 'off' }, test_mode: true });
    const read = readConfigText(text, 'x.json');
    expect(read).toEqual(values);
    expect(changedValues(values, read)).toEqual([]);
  });

  it('names what it changes; layout is no change; what it does not name stays', () => {
    const read = readConfigText(
      '{"auth":{"username":"on","email_strategies":[\n"email_code"]},"session":{"claims":{"a":1}}}',
      'x.json',
    );
    const changes = changedValues(valuesOf(server), read);
    expect(changes).toEqual([
      { pointer: '/auth/username', before: '"off"', after: '"on"' },
      { pointer: '/session/claims', before: SOURCE, after: '{"a":1}' },
    ]);
    expect(patchOf(changes)).toEqual({ auth: { username: 'on' }, session: { claims_source: '{"a":1}' } });
  });

  it.each([
    ['{\n  "auth": {,}\n}', /^x\.json:2:12: /],
    ['[]', /^x\.json:1:1: A configuration is a JSON object\.$/],
    ['', /^x\.json:1:1: /],
    ['{"a": 1,\n "a": 2}', /^x\.json:2:2: "a" stands here twice\.$/],
    [
      '{"auth": {"username": "on", "username": "off"}}',
      /^x\.json:1:29: \/auth\/username stands here twice\.$/,
    ],
    [`{"a": ${'['.repeat(100_000)}`, /^x\.json:1:/],
    ['{"\\u001b[2J": 1, "\\u001b[2J": 2}', /^x\.json:1:18: "�\[2J" stands here twice\.$/],
  ])('is refused with its place: %.40s', (text, complaint) => {
    expect(() => readConfigText(text, 'x.json')).toThrow(complaint);
  });

  it('keeps a hostile key a key', () => {
    const read = readConfigText('{"__proto__": {"polluted": true}}', 'x.json');
    expect([...read.keys()]).toEqual(['/__proto__/polluted']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
