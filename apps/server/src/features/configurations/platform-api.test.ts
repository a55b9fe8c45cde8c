import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { listEvents } from '../events/index.ts';
import { getInstance } from '../instances/index.ts';
import { createUser } from '../users/index.ts';
import { changeConfiguration } from './change-configuration.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const guide = '{\n  "fullName": "{{user.full_name}}",\n  "primaryEmail": "{{user.primary_email_address}}"\n}';
const read = async () => (await platform.onInstance('GET', '/config')).body;
/** What a change tells: templates that it does not name are left out. */
const told = ({ jwt_templates: _, ...config }: Record<string, unknown>) => config;
const patch = (body: object, { query = '', ifMatch }: { query?: string; ifMatch?: string } = {}) =>
  platform.onInstance('PATCH', `/config${query}`, body, ifMatch === undefined ? {} : { 'if-match': ifMatch });
const save = (source: string) => patch({ session: { claims_source: source } });
const codesOf = (answer: { body: { errors: { code: string }[] } }) =>
  answer.body.errors.map(({ code }) => code);

describe('GET /config', () => {
  it('answers version and configuration; a new instance has no claims', async () => {
    const fresh = await createTestServer();
    const { onInstance } = await createPlatformCaller(fresh);
    const { status, body } = await onInstance('GET', '/config');
    expect(status).toBe(200);
    expect(body).toEqual({
      config_version: expect.stringMatching(/^\d+$/),
      config: {
        session: {
          claims: {},
          claims_source: '{}',
          version: 0,
          tests: [],
          lifetime_seconds: 60,
          maximum_age_seconds: 604_800,
          inactivity_seconds: 0,
        },
        metadata_schemas: { public: null, unsafe: null, private: null, enforcement: 'warn' },
        organizations: { roles: ['org:admin', 'org:member'], permissions: [] },
        sign_up: { mode: 'public' },
        auth: {
          email_address: 'required',
          email_strategies: ['email_code'],
          email_link_same_client: true,
          username: 'off',
          password: 'required',
          first_name: 'on',
          last_name: 'on',
          single_session_mode: true,
          sign_up_if_missing: false,
          authenticator_app: false,
          backup_code: false,
        },
        allowed_origins: ['http://localhost:*', 'https://localhost:*'],
        redirect_origins: [],
        test_mode: true,
        jwt_templates: {},
      },
    });
    await fresh.close();
  });

  it('answers chosen keys; 422 for one that is not there, and for an unknown parameter', async () => {
    const some = await platform.onInstance('GET', '/config?keys=sign_up,test_mode');
    expect(Object.keys(some.body.config)).toEqual(['sign_up', 'test_mode']);
    const wrong = await platform.onInstance('GET', '/config?keys=session,nope');
    expect([wrong.status, codesOf(wrong)]).toEqual([422, ['form_param_value_invalid']]);
    const unknown = await platform.onInstance('GET', '/config?key=session');
    expect([unknown.status, codesOf(unknown)]).toEqual([422, ['form_param_unknown']]);
  });
});

describe('GET /', () => {
  it('sums the instance up', async () => {
    const { body } = await platform.onInstance('GET', '');
    const { instance } = server;
    expect(body).toMatchObject({
      instance_id: instance.id,
      slug: instance.slug,
      environment_type: 'development',
      publishable_key: instance.publishableKey,
      frontend_api_url: instance.frontendApiUrl,
      issuer: instance.issuer,
      jwks_url: `${instance.frontendApiUrl}/.well-known/jwks.json`,
      application_name: 'Test application',
      config_version: (await read()).config_version,
    });
    const before = body.user_count;
    await signInTestUser(server);
    expect((await platform.onInstance('GET', '')).body.user_count).toBe(before + 1);
  });
});

describe('PATCH /config', () => {
  it('saves text as typed, as a new version with author, message and event, and tokens carry it', async () => {
    const { config_version: ifMatch, config } = await read();
    const message = 'for the guide';
    const saved = await patch({ session: { claims_source: guide, message } }, { ifMatch });
    expect(saved.status).toBe(200);
    const version = config.session.version + 1;
    expect(saved.body).toMatchObject({
      config_version: String(Number(ifMatch) + 1),
      dry_run: false,
      before: told(config),
      after: { session: { claims: JSON.parse(guide), claims_source: guide, version } },
      diagnostics: [],
    });
    const now = await read();
    expect(told(now.config)).toEqual(saved.body.after);
    const { body: versions } = await platform.onInstance('GET', '/session_token/versions?limit=1');
    expect(versions.data).toEqual([
      {
        version,
        source: guide,
        tests: [],
        author: { id: expect.stringMatching(/^plk_/), name: 'First platform key' },
        message,
        accepted_broken_users: null,
        created_at: expect.any(Number),
        active: true,
      },
    ]);
    const [event] = await listEvents(server.dependencies.database.queries, server.instance.id, 1);
    expect(event).toMatchObject({
      type: 'session_token_template.saved',
      actor: { type: 'platform_key' },
      data: { version, message },
    });
    const browser = await signInTestUser(server, { firstName: 'Maria', lastName: 'Doe' });
    const token = await server.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, browser);
    const claims = JSON.parse(Buffer.from(token.json().jwt.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({
      fullName: 'Maria Doe',
      primaryEmail: expect.stringMatching(/@example.com$/),
    });
  });

  it('saves an object as pretty JSON, replacing the whole', async () => {
    const { status, body } = await patch({ session: { claims: { name: '{{user.first_name}}' } } });
    expect(status).toBe(200);
    expect(body.after.session.claims_source).toBe('{\n  "name": "{{user.first_name}}"\n}');
    expect(Object.keys(body.after.session.claims)).toEqual(['name']);
  });

  it('the same text again makes no second version', async () => {
    await save(guide);
    const before = await read();
    const again = await save(guide);
    expect([again.status, again.body.config_version]).toEqual([200, before.config_version]);
    expect(await read()).toEqual(before);
  });

  it('changes settings and template together, by one version', async () => {
    const { config_version: ifMatch } = await read();
    const body = {
      session: { claims: { a: 1 }, maximum_age_seconds: 3_600 },
      sign_up: { mode: 'closed' },
      allowed_origins: ['http://localhost:3000'],
    };
    const changed = await patch(body, { ifMatch });
    expect(changed.body.config_version).toBe(String(Number(ifMatch) + 1));
    expect((await read()).config).toMatchObject({
      session: { claims: { a: 1 }, maximum_age_seconds: 3_600 },
      sign_up: { mode: 'closed' },
      allowed_origins: ['http://localhost:3000'],
    });
    await patch({ sign_up: { mode: 'public' }, allowed_origins: ['http://localhost:*'] });
  });

  it('dry_run tells before and after and changes nothing', async () => {
    const before = await read();
    const { status, body } = await patch({ session: { claims: { dry: true } } }, { query: '?dry_run=true' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dry_run: true,
      config_version: before.config_version,
      before: told(before.config),
    });
    expect(body.after.session).toMatchObject({
      claims: { dry: true },
      version: before.config.session.version + 1,
    });
    expect(await read()).toEqual(before);
    const broken = await patch({ session: { claims: { sub: 'x' } } }, { query: '?dry_run=true' });
    expect([broken.status, codesOf(broken)]).toEqual([422, ['claim_reserved']]);
  });

  it('null clears the claims only when destructive=true says so', async () => {
    await save(guide);
    const careful = await patch({ session: { claims: null } });
    expect([careful.status, codesOf(careful)]).toEqual([422, ['destructive_change']]);
    const meant = await patch({ session: { claims: null } }, { query: '?destructive=true' });
    expect([meant.status, meant.body.after.session.claims]).toEqual([200, {}]);
  });

  it('409 config_conflict for a stale If-Match, naming the version that is there; nothing saved', async () => {
    const { config_version: stale } = await read();
    await save(`{"n": ${JSON.stringify(server.dependencies.random.secret(5))}}`);
    const before = await read();
    const answer = await patch({ session: { claims: { late: 1 } } }, { ifMatch: stale });
    expect([answer.status, codesOf(answer)]).toEqual([409, ['config_conflict']]);
    expect(answer.body.errors[0].meta).toEqual({ current_version: before.config_version });
    expect(await read()).toEqual(before);
    const quoted = await patch({ session: { claims: { ok: 1 } } }, { ifMatch: `"${before.config_version}"` });
    expect(quoted.status).toBe(200);
    const odd = await patch({ session: { claims: {} } }, { ifMatch: 'W/"1"' });
    expect([odd.status, codesOf(odd)]).toEqual([422, ['form_param_format_invalid']]);
  });

  it('of 20 saves at once on the same version exactly one wins', async () => {
    const { config_version: ifMatch, config } = await read();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => patch({ session: { claims: { winner: n } } }, { ifMatch })),
    );
    const winners = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const now = await read();
    expect(now.config_version).toBe(String(Number(ifMatch) + 1));
    expect(now.config.session).toMatchObject({
      claims: { winner: winners[0] },
      version: config.session.version + 1,
    });
  });

  it('409 for one who saves the text that somebody else saved while the request was read', async () => {
    await save('{"a": 1}');
    const { config_version: version } = await read();
    const instance = await getInstance(server.dependencies, server.instance.id);
    await save('{"b": 2}');
    const late = changeConfiguration(server.dependencies, {
      instance,
      author: { type: 'platform_key', id: null, name: null },
      body: { session: { claims_source: '{"b": 2}' } },
      replaces: false,
      dryRun: false,
      destructive: false,
      acceptParameter: 'session.accept_broken_users',
      expectedConfigVersion: Number(version),
      signal: new AbortController().signal,
    });
    await expect(late).rejects.toMatchObject({ code: 'config_conflict' });
  });

  it('20 saves at once without If-Match all succeed, one version each', async () => {
    const { config } = await read();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => patch({ session: { claims: { each: n } } })),
    );
    const versions = answers.map(({ body }) => body.after.session.version - config.session.version);
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it.each([
    ['{', ['template_not_json'], ''],
    ['{"a": {{user.id}}}', ['template_unquoted_shortcode'], '/a'],
    ['[]', ['template_not_object'], ''],
    ['{"a": 1, "a": 2}', ['template_duplicate_key'], '/a'],
    [`{"a": "${'x'.repeat(20_000)}"}`, ['template_too_large'], ''],
    [`{"a": ${'['.repeat(20)}${']'.repeat(20)}}`, ['template_too_deep'], expect.stringMatching(/^\/a/)],
    ['{"sub": "x"}', ['claim_reserved'], '/sub'],
    ['{"": 1}', ['claim_name_invalid'], '/'],
    ['{"{{user.id}}": 1}', ['shortcode_in_key'], '/{{user.id}}'],
    ['{"a": "{{user.id"}', ['shortcode_unterminated'], '/a'],
    ['{"a": "{{}}"}', ['shortcode_empty'], '/a'],
    ['{"a": "{{user.nope}}"}', ['shortcode_unknown'], '/a'],
    ['{"a": "{{user.private_metadata}}"}', ['shortcode_forbidden'], '/a'],
    ['{"a": "{{user.id || null}}"}', ['literal_type_not_allowed'], '/a'],
    ['{"sid": 1, "b": {"c": "{{user.nope}}"}}', ['claim_reserved', 'shortcode_unknown'], '/sid'],
  ])('422 for %j, with code and pointer; the stored version stays', async (source, codes, pointer) => {
    const before = await read();
    const answer = await save(source);
    expect([answer.status, codesOf(answer)]).toEqual([422, codes]);
    expect(answer.body.errors[0].meta).toMatchObject({
      severity: 'error',
      pointer,
      range: { from: expect.any(Number), to: expect.any(Number) },
    });
    expect(answer.body.errors[0].message).toMatch(/\w/);
    expect(await read()).toEqual(before);
  });

  it('answers warnings of a template that it saved', async () => {
    const { status, body } = await save('{"role": "{{user.unsafe_metadata.role}}"}');
    expect(status).toBe(200);
    expect(body.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'client_writable', pointer: '/role' }),
    );
  });

  it('refuses a template under which a present user would not fit, naming user and claim', async () => {
    const { user } = await signInTestUser(server, {
      firstName: 'Heavy',
      publicMetadata: { text: 'x'.repeat(3_000) },
    });
    const before = await read();
    const answer = await patch({
      session: { claims: { name: '{{user.full_name}}', all: '{{user.public_metadata}}' } },
    });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['size_cap_exceeded']]);
    expect(answer.body.errors[0]).toMatchObject({
      long_message: expect.stringContaining('Heavy'),
      meta: { user_id: user.id, heaviest_claim: 'all', pointer: '/all', users_over_limit: 1 },
    });
    expect(answer.body.errors[0].meta.cookie_bytes).toBeGreaterThan(4_096);
    expect(await read()).toEqual(before);
  });

  it('saves one that breaks users only when told exactly how many; event and version keep the number', async () => {
    const { version } = (await read()).config.session;
    const claims = { kept: '{{user.public_metadata.text}}' };
    const accepting = (number: number) => patch({ session: { claims, accept_broken_users: number } });
    for (const number of [0, 2]) {
      const refused = await accepting(number);
      expect([refused.status, codesOf(refused)]).toEqual([422, ['broken_users_differ']]);
      expect(refused.body.errors[0].meta).toMatchObject({
        accepted_broken_users: number,
        users_over_limit: 1,
      });
    }
    expect((await read()).config.session.version).toBe(version);
    expect((await accepting(1)).status).toBe(200);
    const { body } = await platform.onInstance('GET', '/session_token/versions?limit=2');
    expect(body.data.map((one: Record<string, unknown>) => one.accepted_broken_users)).toEqual([1, null]);
    const [event] = await listEvents(server.dependencies.database.queries, server.instance.id, 1);
    expect(event).toMatchObject({
      type: 'session_token_template.saved',
      data: { version: version + 1, accepted_broken_users: 1 },
    });
  });

  it('of tests alone asks for no number, since it breaks nobody; one that is given must be right, and is kept', async () => {
    const { version, claims_source: source } = (await read()).config.session;
    const tests = (most: number) => [{ name: 'small', expect: [{ claims_bytes_at_most: most }] }];
    const about = (most: number, accepted?: number) => ({
      session: {
        claims_source: source,
        tests: tests(most),
        ...(accepted !== undefined && { accept_broken_users: accepted }),
      },
    });
    for (const number of [0, 2]) {
      const refused = await patch(about(9_000, number));
      expect([refused.status, codesOf(refused)]).toEqual([422, ['broken_users_differ']]);
      expect(refused.body.errors[0].meta).toMatchObject({ users_over_limit: 1 });
    }
    expect((await read()).config.session.version).toBe(version);
    expect((await patch(about(9_001))).status).toBe(200);
    expect((await patch(about(9_002, 1))).status).toBe(200);
    // A request that is sent twice finds nothing left to save, and so nothing to hold the number against.
    expect((await patch(about(9_002, 1))).body.after.session.version).toBe(version + 2);
    const { body } = await platform.onInstance('GET', '/session_token/versions?limit=3');
    expect(body.data.map((one: Record<string, unknown>) => one.accepted_broken_users)).toEqual([1, null, 1]);
  });

  it('refuses a number for a template that breaks nobody', async () => {
    const answer = await patch({ session: { claims: { fine: 1 }, accept_broken_users: 3 } });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['broken_users_differ']]);
    expect(answer.body.errors[0].meta).toMatchObject({ users_over_limit: 0 });
    expect((await patch({ session: { claims: {}, accept_broken_users: 0 } })).status).toBe(200);
  });

  it.each([
    [
      'both forms',
      { session: { claims: { a: 1 }, claims_source: '{"b": 2}' } },
      'form_conditional_param_disallowed',
    ],
    ['an unknown key', { sessions: {} }, 'form_param_unknown'],
    ['an unknown key within', { session: { claim: {} } }, 'form_param_unknown'],
    ['claims of another type', { session: { claims: [] } }, 'form_param_type_invalid'],
    ['text of another type', { session: { claims_source: 1 } }, 'form_param_type_invalid'],
    ['a read-only value', { session: { lifetime_seconds: 3_600 } }, 'form_conditional_param_disallowed'],
    ['a mode that is none', { sign_up: { mode: 'open' } }, 'form_param_value_invalid'],
    ['an origin that is none', { allowed_origins: ['localhost'] }, 'form_param_format_invalid'],
    ['too short a session', { session: { maximum_age_seconds: 1 } }, 'form_conditional_param_disallowed'],
  ])('422 for %s', async (_, body, code) => {
    const answer = await patch(body);
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
  });
});

describe('PUT /config', () => {
  const put = (body: object) => platform.onInstance('PUT', '/config', body);

  it('takes what GET answered, and changes nothing then', async () => {
    await save(guide);
    const before = await read();
    const { status, body } = await put(before.config);
    expect([status, body.config_version]).toEqual([200, before.config_version]);
    expect(await read()).toEqual(before);
  });

  it('400 names the keys that are missing', async () => {
    const answer = await put({ session: {} });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['config_keys_missing']]);
    expect(answer.body.errors[0].long_message).toContain(
      'sign_up, auth, metadata_schemas, organizations, allowed_origins, redirect_origins, test_mode',
    );
  });

  it('422 when text and object say different things', async () => {
    const { config } = await read();
    const session = { ...config.session, claims: { other: 1 }, claims_source: '{"third": 3}' };
    const answer = await put({ ...config, session });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['form_conditional_param_disallowed']]);
  });
});

describe('GET /session_token/versions', () => {
  it('lists newest first, in pages; every version stays as it was', async () => {
    const own = await createTestServer();
    const { onInstance } = await createPlatformCaller(own);
    const sources = ['{"a": 1}', '{"a": 2}', '{"a": 3}'];
    for (const source of sources)
      await onInstance('PATCH', '/config', { session: { claims_source: source } });
    const { body } = await onInstance('GET', '/session_token/versions?limit=2&offset=1');
    expect(body.total_count).toBe(3);
    expect(
      body.data.map(({ version, source, active }: Record<string, unknown>) => [version, source, active]),
    ).toEqual([
      [2, '{"a": 2}', false],
      [1, '{"a": 1}', false],
    ]);
    await own.close();
  });

  it('names the operator who saved, as they were called then', async () => {
    const { token, user } = await platform.signInOperator([{ applicationId: null, role: 'owner' }], {
      firstName: 'Olga',
    });
    const source = `{"by": "${user.id}"}`;
    const authorization = `Bearer ${token}`;
    await platform.onInstance('PATCH', '/config', { session: { claims_source: source } }, { authorization });
    const { body } = await platform.onInstance('GET', '/session_token/versions?limit=1');
    expect(body.data[0]).toMatchObject({ source, author: { id: user.id, name: 'Olga' } });
  });
});

describe('users of the other instance', () => {
  it('do not count in the size check', async () => {
    const other = await createTestServer();
    await createUser(other.dependencies, {
      instance: other.instance,
      actor: { type: 'server', id: null },
      emailAddresses: ['heavy@example.com'],
      publicMetadata: { text: 'x'.repeat(4_000) },
    });
    const own = await createTestServer();
    const { onInstance } = await createPlatformCaller(own);
    const claims = { all: '{{user.public_metadata}}' };
    expect((await onInstance('PATCH', '/config', { session: { claims } })).status).toBe(200);
    await other.close();
    await own.close();
  });
});
