import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { listEvents } from '../../events/index.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const SECRET = 'a secret of at least as many bytes as the hash has';
const read = async () => (await platform.onInstance('GET', '/config')).body;
const shown = async () => (await read()).config.jwt_templates;
const stored = async (name: string) => {
  const { body } = await platform.onInstance('GET', '/jwt_templates?limit=200');
  return body.data.find((template: { name: string }) => template.name === name);
};
const patch = (templates: object, query = '', headers = {}) =>
  platform.onInstance('PATCH', `/config${query}`, { jwt_templates: templates }, headers);
/** The whole set, whatever there was. */
const put = async (templates: object) => {
  const { config } = await read();
  const { status, body } = await platform.onInstance('PUT', '/config?destructive=true', {
    ...config,
    jwt_templates: templates,
  });
  expect([status, body.errors]).toEqual([200, undefined]);
};
const templateEvents = async () => {
  const events = await listEvents(server.dependencies.database.queries, server.instance.id, 500);
  return events.filter(({ type }) => type.startsWith('jwt_template.')).length;
};

describe('key jwt_templates', () => {
  it('makes, changes and leaves alone by name; text and layout are kept', async () => {
    await put({});
    const source = '{\n  "aud":   "reports"\n}';
    const { status, body } = await patch({
      reports: { claims_source: source, lifetime: 300 },
      hasura2: { claims: { aud: 'x' } },
    });
    expect([status, body.before.jwt_templates]).toEqual([200, {}]);
    expect(body.after.jwt_templates).toEqual(await shown());
    expect(await shown()).toMatchObject({
      hasura2: { claims: { aud: 'x' }, lifetime: 60, preset: null },
      reports: {
        claims: { aud: 'reports' },
        claims_source: source,
        preset: null,
        lifetime: 300,
        allowed_clock_skew: 5,
        custom_signing_key: false,
        signing_algorithm: 'RS256',
      },
    });
    const { id } = await stored('reports');
    await patch({ reports: { lifetime: 90 } });
    expect(await stored('reports')).toMatchObject({ id, version: 2, lifetime: 90, claims_source: source });
    expect(await stored('hasura2')).toMatchObject({ version: 1 });
  });

  it('what is so already is no change: no version, no event', async () => {
    await put({ reports: { claims: { aud: 'reports' } } });
    const [before, events] = [await read(), await templateEvents()];
    const { body } = await patch(before.config.jwt_templates);
    expect(body.config_version).toBe(before.config_version);
    expect([await read(), await templateEvents()]).toEqual([before, events]);
  });

  it('is not told by a change that does not name it, and not needed by PUT', async () => {
    await put({ reports: { claims: { aud: 'reports' } } });
    const { config } = await read();
    const { body } = await platform.onInstance('PATCH', '/config', { auth: { username: 'on' } });
    expect([body.before.jwt_templates, body.after.jwt_templates]).toEqual([undefined, undefined]);
    const { jwt_templates, ...without } = config;
    expect((await platform.onInstance('PUT', '/config', without)).status).toBe(200);
    expect(await shown()).toEqual(jwt_templates);
  });

  it('deletes with null, and by PUT without it, only when destruction is meant', async () => {
    await put({ a: { claims: {} }, b: { claims: {} } });
    const { config } = await read();
    const { a } = config.jwt_templates;
    for (const answer of [
      await patch({ b: null }),
      await patch({ b: null }, '?dry_run=true'),
      await platform.onInstance('PUT', '/config', { ...config, jwt_templates: { a } }),
    ]) {
      expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'destructive_change']);
      expect(answer.body.errors[0].long_message).toContain('jwt_templates.b');
    }
    const dry = await patch({ b: null }, '?destructive=true&dry_run=true');
    expect([dry.status, Object.keys(dry.body.after.jwt_templates)]).toEqual([200, ['a']]);
    expect(Object.keys(await shown())).toEqual(['a', 'b']);
    expect((await patch({ b: null, none: null }, '?destructive=true')).status).toBe(200);
    expect(Object.keys(await shown())).toEqual(['a']);
    await put({});
    expect(await shown()).toEqual({});
  });

  it('tells no key, keeps the one there is, forgets it when told; never takes one', async () => {
    await put({});
    const key = { custom_signing_key: true, signing_algorithm: 'HS256' };
    const made = await platform.onInstance('POST', '/jwt_templates', {
      ...{ name: 'keyed', claims: { aud: 'x' }, signing_key: SECRET },
      ...key,
    });
    expect(made.status).toBe(200);
    expect(JSON.stringify(await read())).not.toContain(SECRET.slice(0, 10));
    const { keyed } = await shown();
    expect(keyed).toMatchObject(key);
    await patch({ keyed: { ...keyed, lifetime: 120 } });
    expect(await stored('keyed')).toMatchObject({ ...key, version: 2, lifetime: 120 });
    for (const [name, wrong] of [
      ['keyed', { signing_algorithm: 'HS512' }],
      ['other', { claims: {}, ...key }],
      ['keyed', { signing_key: SECRET }],
    ] as const) {
      const { status, body } = await patch({ [name]: wrong });
      expect([status, body.errors[0].meta.param_name]).toEqual([
        422,
        expect.stringMatching(new RegExp(`^jwt_templates\\.${name}\\.`)),
      ]);
    }
    await patch({ keyed: { custom_signing_key: false, signing_algorithm: 'RS256' } });
    expect(await stored('keyed')).toMatchObject({ custom_signing_key: false, version: 3 });
  });

  it.each([
    ['claims with a wrong shortcode', { a: { claims: { n: '{{user.fullname}}' } } }, 'a.claims_source'],
    ['what the consumer refuses', { a: { claims: { aud: 'konvex' }, preset: 'convex' } }, 'a.claims'],
    ['a lifetime out of bounds', { a: { claims: {}, lifetime: 1 } }, 'a.lifetime'],
    ['an unknown consumer', { a: { claims: {}, preset: 'nhost' } }, 'a.preset'],
    ['no claims', { a: {} }, 'a.claims'],
    [
      'both forms, saying different things',
      { a: { claims: { b: 1 }, claims_source: '{}' } },
      'a.claims_source',
    ],
    ['an unknown member', { a: { claims: {}, color: 'red' } }, 'a.color'],
    ['a wrong type', { a: { claims: {}, lifetime: 'long' } }, 'a.lifetime'],
    ['a name that is none', { 'a/b': { claims: {} } }, 'a/b'],
    ['a name that ends nowhere', { ['n'.repeat(200)]: { claims: {} } }, 'n'.repeat(128)],
  ])('refuses, with its place, and changes nothing: %s', async (_, templates, parameter) => {
    const before = await read();
    const settings = { auth: { username: 'off' }, jwt_templates: { good: { claims: {} }, ...templates } };
    const { status, body } = await platform.onInstance('PATCH', '/config', settings);
    expect([status, body.errors[0].meta.param_name]).toEqual([422, `jwt_templates.${parameter}`]);
    expect(await read()).toEqual(before);
  });

  it('names that every object has are names like others; a prototype is none', async () => {
    await put({ constructor: { claims: { aud: 'c' } }, toString: { claims: {} } });
    expect(Object.keys(await shown())).toEqual(['constructor', 'toString']);
    expect((await shown()).constructor.claims).toEqual({ aud: 'c' });
    const answer = await server.inject({
      method: 'PATCH',
      url: `/v1/platform/applications/${server.instance.applicationId}/instances/${server.instance.id}/config`,
      headers: { authorization: `Bearer ${platform.key}`, 'content-type': 'application/json' },
      payload: '{"jwt_templates": {"__proto__": {"claims": {}}}}',
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(Object.keys(await shown())).toEqual(['constructor', 'toString']);
    await put({});
  });

  it('takes as many as an instance may have, all or none', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, { claims: {} }]));
    const refused = await patch(many(201));
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'quota_exceeded']);
    expect(await shown()).toEqual({});
  });

  it('of writers who read the same version one wins, whoever it was that they would undo', async () => {
    await put({ reports: { claims: { aud: 'reports' } } });
    const { config_version: version } = await read();
    const header = { 'if-match': version };
    const answers = await Promise.all([
      patch({ reports: { lifetime: 61 } }, '', header),
      patch({ reports: null }, '?destructive=true', header),
      patch({ other: { claims: {} } }, '', header),
      platform.onInstance('PATCH', '/config', { session: { claims: { a: 1 } } }, header),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    await put({});
    const stale = await patch({ reports: { lifetime: 62 } }, '', { 'if-match': version });
    expect([stale.status, stale.body.errors[0].code]).toEqual([409, 'config_conflict']);
  });
});
