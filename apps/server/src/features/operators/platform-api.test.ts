import { type Endpoint, platformEndpoints, viewerEndpoints } from '@bartleby/api-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestInstance } from '../../testing/create-test-instance.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { serverActor } from '../events/index.ts';
import { issueSessionToken } from '../session-tokens/index.ts';
import { revokeSession } from '../sessions/index.ts';
import { createUser } from '../users/index.ts';
import { prepareFirstOperator, preparePlatformKey } from './index.ts';
import type { RoleGrant } from './operator.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const owner = { applicationId: null, role: 'owner' } as const;
const codeOf = (answer: { body: { errors: { code: string }[] } }) => answer.body.errors[0]?.code;

describe('who may call the Platform API', () => {
  it('401 authentication_invalid without a credential', async () => {
    const answer = await server.inject({ method: 'GET', url: '/v1/platform/me' });
    expect([answer.statusCode, codeOf({ body: answer.json() })]).toEqual([401, 'authentication_invalid']);
  });

  it('401 for what is no credential of an operator', async () => {
    const end = await signInTestUser(server);
    const { jwt } = await issueSessionToken(server.dependencies, {
      instance: server.instance,
      sessionId: end.session.id,
    });
    const strangers = [
      server.secretKey,
      jwt,
      'ak_',
      `ak_${'x'.repeat(43)}`,
      'a.b.c',
      'x',
      `ak_${'y'.repeat(9_000)}`,
    ];
    for (const stranger of strangers) {
      const answer = await platform.call('GET', '/me', undefined, bearer(stranger));
      expect([stranger, answer.status]).toEqual([stranger, 401]);
    }
    const basic = await platform.call('GET', '/me', undefined, { authorization: 'Basic abc' });
    expect([basic.status, codeOf(basic)]).toEqual([401, 'authorization_header_format_invalid']);
  });

  it('takes a platform key, and tells who it is', async () => {
    const { status, body } = await platform.call('GET', '/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^plk_/),
      kind: 'platform_key',
      email_address: null,
      has_password: false,
      roles: [{ application_id: null, role: 'owner' }],
    });
  });

  it('takes an operator’s session token, until the very moment the session is revoked', async () => {
    const { token, session, user } = await platform.signInOperator([owner], { firstName: 'Olga' });
    const me = await platform.call('GET', '/me', undefined, bearer(token));
    expect(me.body).toMatchObject({ id: user.id, kind: 'operator', name: 'Olga', has_password: false });
    await revokeSession(server.dependencies, {
      instanceId: platform.operators.id,
      sessionId: session.id,
      actor: { type: 'server', id: null },
    });
    expect((await platform.call('GET', '/me', undefined, bearer(token))).status).toBe(401);
  });

  it('401 for a token that has expired', async () => {
    const { token } = await platform.signInOperator([owner]);
    server.clock.advance(70);
    expect((await platform.call('GET', '/me', undefined, bearer(token))).status).toBe(401);
  });

  it('lists for an operator only the applications that are theirs', async () => {
    const { applicationId } = (await createTestInstance(server.dependencies)).instance;
    for (const [grants, seen] of [
      [[{ applicationId: null, role: 'viewer' }], expect.arrayContaining([applicationId])],
      [[], []],
      [[{ applicationId, role: 'viewer' }], [applicationId]],
      [[{ applicationId, role: 'owner' }], [applicationId]],
    ] as const) {
      const { token } = await platform.signInOperator(grants);
      const listed = await platform.call('GET', '/applications', undefined, bearer(token));
      expect(listed.body.map((app: { application_id: string }) => app.application_id)).toEqual(seen);
    }
  });
});

describe('GET /applications', () => {
  it('lists applications with their instances, and never the operators’ own', async () => {
    const { body } = await platform.call('GET', '/applications');
    expect(body).toContainEqual({
      application_id: server.instance.applicationId,
      name: 'Test application',
      instances: [
        {
          instance_id: server.instance.id,
          environment_type: 'development',
          publishable_key: server.publishableKey,
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(platform.operators.id);
  });

  it('shows one by its id; 404 for an unknown one and the operators’ own', async () => {
    const one = await platform.call('GET', `/applications/${server.instance.applicationId}`);
    expect(one.body).toMatchObject({ application_id: server.instance.applicationId });
    for (const id of ['app_nope', platform.operators.applicationId])
      expect((await platform.call('GET', `/applications/${id}`)).status).toBe(404);
  });

  it('finds an instance by environment and by id, in its own application only', async () => {
    const { applicationId, id } = server.instance;
    const other = await createTestInstance(server.dependencies);
    const statusOf = async (path: string) => (await platform.call('GET', `/applications/${path}`)).status;
    expect(await statusOf(`${applicationId}/instances/development`)).toBe(200);
    expect(await statusOf(`${applicationId}/instances/${id}`)).toBe(200);
    expect(await statusOf(`${applicationId}/instances/production`)).toBe(404);
    expect(await statusOf(`${applicationId}/instances/${other.instance.id}`)).toBe(404);
    expect(await statusOf(`${platform.operators.applicationId}/instances/${platform.operators.id}`)).toBe(
      404,
    );
  });
});

describe('POST /operators/links', () => {
  const redeem = (url: string) =>
    signIn(
      new URLSearchParams({ strategy: 'ticket', ticket: new URL(url).searchParams.get('ticket') ?? '' }),
    );
  const signIn = (form: URLSearchParams) =>
    server.inject({
      method: 'POST',
      url: '/i/operators/v1/client/sign_ins',
      headers: {
        host: 'localhost:1853',
        origin: 'http://localhost:1853',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: form.toString(),
    });

  it('makes a link that signs the first operator in, once, for 15 minutes', async () => {
    const { status, body } = await platform.call('POST', '/operators/links', {});
    expect(status).toBe(200);
    expect(body.url).toMatch(/^http:\/\/localhost:1853\/dashboard\/enter\?ticket=[0-9A-Za-z]{43}$/);
    expect(body.expires_at - server.clock.now().getTime()).toBe(900_000);
    expect((await redeem(body.url)).statusCode).toBe(200);
    expect((await redeem(body.url)).statusCode).toBe(400);
    const late = await platform.call('POST', '/operators/links', {});
    server.clock.advance(901);
    expect((await redeem(late.body.url)).statusCode).toBe(400);
  });

  it('lets the first operator set a password, and come back with it', async () => {
    const first = { email_address: 'operator@bartleby.localhost' };
    const link = await platform.call('POST', '/operators/links', first);
    const { client } = (await redeem(link.body.url)).json();
    const { jwt } = client.sessions[0].last_active_token;
    const me = await platform.call('GET', '/me', undefined, bearer(jwt));
    expect(me.body).toMatchObject({ ...first, name: 'Operator' });
    const password = 'correct horse battery staple';
    expect((await platform.call('POST', '/me/password', { password }, bearer(jwt))).status).toBe(200);
    const back = await signIn(
      new URLSearchParams({ strategy: 'password', identifier: me.body.email_address, password }),
    );
    expect(back.json().response.status).toBe('complete');
  });

  it('invites an address with a role; 422 for an unknown one without', async () => {
    const address = `${server.dependencies.random.secret(9).toLowerCase()}@example.com`;
    const unknown = await platform.call('POST', '/operators/links', { email_address: address });
    expect([unknown.status, codeOf(unknown)]).toEqual([422, 'form_resource_not_found']);
    const invited = await platform.call('POST', '/operators/links', {
      email_address: address,
      role: 'viewer',
    });
    expect((await redeem(invited.body.url)).statusCode).toBe(200);
    const known = await platform.call('POST', '/operators/links', { email_address: address.toUpperCase() });
    expect(known.status).toBe(200);
  });

  it('422 for a bad address and an unknown parameter', async () => {
    const bad = await platform.call('POST', '/operators/links', { email_address: 'nope' });
    expect([bad.status, codeOf(bad)]).toEqual([422, 'form_param_format_invalid']);
    const unknown = await platform.call('POST', '/operators/links', { email: 'a@example.com' });
    expect([unknown.status, codeOf(unknown)]).toEqual([422, 'form_param_unknown']);
  });
});

describe('POST /me/password', () => {
  it('sets the first password; a second one is refused', async () => {
    const { token } = await platform.signInOperator([owner]);
    const password = 'correct horse battery staple';
    const weak = await platform.call('POST', '/me/password', { password: 'short' }, bearer(token));
    expect([weak.status, codeOf(weak)]).toEqual([422, 'form_password_length_too_short']);
    const set = await platform.call('POST', '/me/password', { password }, bearer(token));
    expect([set.status, set.body.has_password]).toEqual([200, true]);
    const me = await platform.call('GET', '/me', undefined, bearer(token));
    expect(me.body.has_password).toBe(true);
    const again = await platform.call('POST', '/me/password', { password }, bearer(token));
    expect([again.status, codeOf(again)]).toEqual([422, 'form_conditional_param_disallowed']);
  });

  it('403 for a platform key', async () => {
    const answer = await platform.call('POST', '/me/password', { password: 'correct horse battery' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'authorization_invalid']);
  });
});

describe('the first start', () => {
  it('`dev` makes a link at each start; `start` only while nobody has entered', async () => {
    const { dependencies } = server;
    const { instance: operators } = await createTestInstance(dependencies, { kind: 'operators' });
    const start = { ...dependencies, config: { ...dependencies.config, mode: 'start' as const } };
    const links = await Promise.all([
      prepareFirstOperator(start, { operators }),
      prepareFirstOperator(dependencies, { operators }),
    ]);
    expect(new Set(links).size).toBe(2);
    expect(links).not.toContain(null);
    await dependencies.database.queries
      .updateTable('users')
      .set({ last_sign_in_at: server.clock.now() })
      .where('instance_id', '=', operators.id)
      .execute();
    expect(await prepareFirstOperator(start, { operators })).toBeNull();
    expect(await prepareFirstOperator(dependencies, { operators })).toMatch(/\?ticket=/);
  });

  it('keeps the given platform key, hashed; `start` makes one only when there is none', async () => {
    const { dependencies } = server;
    const { instance: operators } = await createTestInstance(dependencies, { kind: 'operators' });
    const start = { ...dependencies, config: { ...dependencies.config, mode: 'start' as const } };
    const made = await preparePlatformKey(start, { operators, given: null });
    expect(made).toMatch(/^ak_[0-9A-Za-z]{43}$/);
    expect(await preparePlatformKey(start, { operators, given: null })).toBeNull();
    expect(await preparePlatformKey(start, { operators, given: made })).toBe(made);
    const rows = await dependencies.database.queries
      .selectFrom('platform_keys')
      .selectAll()
      .where('instance_id', '=', operators.id)
      .execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(made);
  });
});

describe('every endpoint, for an operator without the right', () => {
  /** What every operator may call: it tells of themselves, and lists only what is theirs. */
  const OPEN_TO_EVERYBODY = [
    'GET /v1/platform/me',
    'POST /v1/platform/me/password',
    'GET /v1/platform/applications',
  ];
  const named = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
  const GUARDED = platformEndpoints.filter((each) => !OPEN_TO_EVERYBODY.includes(named(each)));
  const FOR_VIEWERS = viewerEndpoints.map(named);
  const CHANGING = GUARDED.filter((each) => !FOR_VIEWERS.includes(named(each)));
  const addressed = (part: string) => GUARDED.filter(({ path }) => path.includes(part));
  let tokens: Record<'viewer' | 'viewerHere' | 'nobody' | 'ownerElsewhere', string>;
  let elsewhere: string;
  let userId: string;
  let sessionId: string;
  /** What is really there, by the name of the path's parameter. */
  let there: Record<string, string>;
  /** In rows of the instance, and for nobody to read. */
  const SECRETS = [
    'a-signing-key-of-at-least-thirty-two-bytes',
    'a-client-secret',
    'a password of a user',
  ] as const;

  beforeAll(async () => {
    const { dependencies, instance } = server;
    elsewhere = (await createTestInstance(dependencies)).instance.applicationId;
    const [signingKey, clientSecret, password] = SECRETS;
    const input = { instance, actor: serverActor, emailAddresses: ['guarded@example.com'], password };
    userId = (await createUser(dependencies, input)).id;
    sessionId = (await signInTestUser(server)).session.id;
    await platform.onInstance('PATCH', '/config', { session: { claims: { id: '{{user.id}}' } } });
    const { body: template } = await platform.onInstance('POST', '/jwt_templates', {
      ...{ name: 'keyed', claims: { aud: 'x' }, signing_key: signingKey },
      ...{ custom_signing_key: true, signing_algorithm: 'HS256' },
    });
    const { body: connection } = await platform.onInstance('POST', '/social_connections', {
      ...{ kind: 'google', client_id: 'id', client_secret: clientSecret },
    });
    there = { template_id: template.id, connection_id: connection.id, user_id: userId, version: '1' };
    const tokenOf = async (grants: readonly RoleGrant[]) => (await platform.signInOperator(grants)).token;
    tokens = {
      viewer: await tokenOf([{ applicationId: null, role: 'viewer' }]),
      viewerHere: await tokenOf([{ applicationId: instance.applicationId, role: 'viewer' }]),
      nobody: await tokenOf([]),
      ownerElsewhere: await tokenOf([{ applicationId: elsewhere, role: 'owner' }]),
    };
  });

  /** Every row that belongs to the instance or concerns it, as text: what a call without the right must not change. */
  async function stored(): Promise<string> {
    const tables = [
      'instances',
      'users',
      'events',
      'secret_keys',
      'sessions',
      'session_token_templates',
      'jwt_templates',
      'jwt_template_versions',
      'social_connections',
    ] as const;
    const rows = tables.map((table) =>
      server.dependencies.database.queries
        .selectFrom(table)
        .selectAll()
        .where(table === 'instances' ? 'instances.id' : `${table}.instance_id`, '=', server.instance.id)
        .execute(),
    );
    return JSON.stringify(await Promise.all(rows), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  }

  const endOf = (path: string) => path.split('/').slice(-2).join('/');
  /** What a request needs beside its path; the others are asked with nothing. */
  const bodyOf = (path: string): object =>
    ({
      'config/forecast': { claims_source: '{"id": "{{user.id}}"}' },
      'session_token/preview': { user_id: userId },
      'jwt_templates/preview': { user_id: userId, claims_source: '{"id": "{{user.id}}"}' },
      'session_token/explain': { session_id: sessionId },
    })[endOf(path)] ?? {};
  const queryOf = (path: string): Record<string, string> =>
    ({
      'session_token/diff': { from: '1', to: '1' },
      'session_token/template_data': { user_id: userId },
    })[endOf(path)] ?? {};

  /** What each endpoint says, all asked at once, by its name; on the path with what is really there. */
  async function answersOf(
    endpoints: readonly Endpoint[],
    { token, applicationId = server.instance.applicationId }: { token?: string; applicationId?: string },
  ) {
    const before = await stored();
    const asked = endpoints.map(async ({ method, path }) => {
      const url = path
        .replace(':application_id', applicationId)
        .replace(':instance_id', server.instance.id)
        .replace(/:(\w+)/g, (_, name: string) => there[name] ?? 'x');
      const headers = { host: 'localhost:1853', ...(token && bearer(token)) };
      const { statusCode, body } = await server.inject({
        method,
        url,
        headers,
        ...(method === 'GET' ? { query: queryOf(path) } : { payload: bodyOf(path) }),
      });
      return { name: named({ method, path }), status: statusCode, text: body };
    });
    const answers = await Promise.all(asked);
    expect(await stored()).toBe(before);
    return answers;
  }
  async function expectRefused(
    endpoints: readonly Endpoint[],
    as: Parameters<typeof answersOf>[1],
    [status, code, says = '']: readonly [status: number, code: string, says?: string | RegExp],
  ) {
    const answers = await answersOf(endpoints, as);
    expect(answers.map(({ name, status: given }) => [name, given])).toEqual(
      endpoints.map((each) => [named(each), status]),
    );
    for (const { text } of answers) {
      expect(text).toContain(`"code":"${code}"`);
      expect(text).toMatch(says);
      expect(text).not.toContain('guarded@example.com');
    }
  }

  it('is refused, changes nothing and is told nothing, unless it only looks and a viewer asks', async () => {
    const refused = [403, 'not_allowed_access'] as const;
    await expectRefused(GUARDED, { token: tokens.nobody }, [...refused, /You have no role here: ask/]);
    const { nobody, ownerElsewhere: token } = tokens;
    const here = addressed(':application_id');
    await expectRefused(here, { token }, [...refused, /no role for this application: ask/]);
    for (const stranger of [nobody, token])
      await expectRefused(here, { token: stranger, applicationId: 'app_nope' }, refused);
    const ofServer = GUARDED.filter((each) => !here.includes(each));
    await expectRefused(ofServer, { token }, [...refused, /Only an owner of the whole server/]);
    for (const viewer of [tokens.viewer, tokens.viewerHere])
      await expectRefused(CHANGING, { token: viewer }, [...refused, /ask (an owner|one)\./]);
    await expectRefused(here, { token: tokens.viewerHere, applicationId: elsewhere }, refused);
  });

  it('looks at everything as a viewer, but for codes and digests, and changes nothing', async () => {
    const closed = CHANGING.filter(({ method }) => method === 'GET').map(({ path }) =>
      path.split('/').at(-1),
    );
    expect(closed).toEqual(['export', 'mailbox', ':message_id']);
    expect(viewerEndpoints.every((each) => platformEndpoints.some((one) => named(one) === named(each)))).toBe(
      true,
    );
    for (const token of [tokens.viewer, tokens.viewerHere]) {
      const answers = await answersOf(viewerEndpoints, { token });
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      const told = JSON.stringify(answers);
      expect(SECRETS.filter((secret) => told.includes(secret))).toEqual([]);
      expect(told).not.toContain(server.secretKey);
      expect(told).not.toMatch(/\$argon2|"(sealed|digest|secret)\w*":/);
    }
  });

  it('reaches no instance of a foreign application through their own', async () => {
    const as = { token: tokens.ownerElsewhere, applicationId: elsewhere };
    const answers = await answersOf(addressed(':instance_id'), as);
    expect(answers.filter(({ status }) => status !== 404)).toEqual([]);
  });

  it('is 401 without a credential', async () => {
    await expectRefused(platformEndpoints, {}, [401, 'authentication_invalid']);
  });
});
