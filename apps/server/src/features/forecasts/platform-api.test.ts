import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import type { ForecastLine, ForecastResult } from '@bartleby/api-contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { insertCrowd } from '../../testing/user-crowd.ts';
import { handshakeBytes } from '../handshakes/index.ts';

const USERS = 450;
const DRAFT = '{"name": "{{user.full_name}}", "all": "{{user.public_metadata}}"}';

let server: TestServer;
let platform: PlatformCaller;
let origin: string;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
  origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  server.app.server.on('request', () => {
    received += 1;
  });
  server.app.server.on('connection', (socket) => {
    const { remotePort } = socket;
    socket.once('close', () => gone.add(remotePort));
  });
  const publicMetadata = `jsonb_build_object('text', repeat('x', case when n % 150 = 0 then 4000 else n % 9 end))`;
  await insertCrowd(server, { count: USERS, publicMetadata });
});
afterAll(() => server.close());

const path = () => {
  const { applicationId, id } = server.instance;
  return `/v1/platform/applications/${applicationId}/instances/${id}/config/forecast`;
};
async function forecast(body: object, authorization = `Bearer ${platform.key}`) {
  const headers = { host: 'localhost:1853', authorization };
  const answer = await server.inject({ method: 'POST', url: path(), headers, payload: body });
  const isLines = answer.headers['content-type'] === 'application/x-ndjson';
  const lines = isLines
    ? answer.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as ForecastLine)
    : [];
  return { status: answer.statusCode, headers: answer.headers, lines, json: isLines ? null : answer.json() };
}
/** Ports of browsers that the server knows to have gone. */
const gone = new Set<number | undefined>();
let received = 0;
/** A request over a connection of its own, which can be closed. */
function openRequest(at: '/config/forecast' | '/session_token/heaviest', body: object): ClientRequest {
  const headers = { host: 'localhost:1853', authorization: `Bearer ${platform.key}` };
  const asked = httpRequest(`${origin}${path().replace('/config/forecast', at)}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    agent: false,
  });
  asked.on('error', () => {});
  asked.end(JSON.stringify(body));
  return asked;
}
async function leave(asked: ClientRequest): Promise<void> {
  const port = asked.socket?.localPort;
  asked.destroy();
  await expect.poll(() => gone.has(port)).toBe(true);
}
/** Pages of users beyond the first so many are read when this is released. */
function holdUserPages(free: number) {
  const { queries } = server.dependencies.database;
  const { executeQuery } = queries;
  let pages = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  queries.executeQuery = async function held(this: typeof queries, ...args: Parameters<typeof executeQuery>) {
    if (JSON.stringify(args).includes('u.id >')) {
      pages += 1;
      if (pages > free) await released;
    }
    return executeQuery.apply(this, args);
  } as typeof executeQuery;
  const restore = () => {
    queries.executeQuery = executeQuery;
  };
  return { pages: () => pages, release, restore };
}
const resultOf = async (body: object) => (await forecast(body)).lines.at(-1) as ForecastResult;

/** Every row of the instance that a forecast could have touched: other tests write to the same database. */
async function footprint() {
  const { id } = server.instance;
  const { rows } = await sql<{ all: unknown }>`select jsonb_build_object(
    'events', (select count(*) from events where instance_id = ${id}),
    'templates', (select count(*) from session_token_templates where instance_id = ${id}),
    'sessions', (select count(*) from sessions where instance_id = ${id}),
    'instance', (select to_jsonb(i) from instances i where i.id = ${id}),
    'users', (select md5(string_agg(u::text, '' order by u.id)) from users u where u.instance_id = ${id})
  ) as all`.execute(server.dependencies.database.queries);
  return rows[0]?.all;
}

describe('POST /config/forecast', () => {
  it('streams progress and then what the draft does', async () => {
    await platform.onInstance('PATCH', '/config', {
      session: { claims: { name: '{{user.first_name}}', old: 1 } },
    });
    const before = await footprint();
    const { status, headers, lines } = await forecast({ claims_source: DRAFT });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const last = lines.at(-1) as ForecastResult;
    expect(lines.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
    expect(lines.at(0)).toMatchObject({ type: 'progress', users_total: USERS });
    expect(last).toMatchObject({
      type: 'result',
      users_total: USERS,
      users_rendered: USERS,
      sample: null,
      compared_version: 1,
      cookie: { max_bytes: 4_096 },
      handshake: { max_bytes: 16_384 },
      over_limit: {
        users_before: 0,
        users_after: 3,
        users_after_estimate: 3,
        by_claim: [{ claim: 'all', users: 3 }],
      },
    });
    expect(last.heaviest[0]).toMatchObject({
      fits: false,
      heaviest_claim: 'all',
      name: expect.stringMatching(/^First/),
    });
    expect(last.changes.map(({ claim, kind, users }) => [claim, kind, users])).toEqual([
      ['/all', 'added', USERS],
      ['/name', 'value_changed', USERS],
      ['/old', 'removed', USERS],
    ]);
    const { before: old, after } = last.cookie;
    expect(old.largest_bytes).toBeLessThan(after.median_bytes);
    expect(after.largest_bytes).toBeGreaterThan(4_096);
    expect(last.distribution.reduce((sum, one) => sum + one.after, 0)).toBe(USERS);
    expect(await footprint()).toEqual(before);
  });

  it('sizes are those of the tokens that browsers get', async () => {
    const own = await createTestServer();
    const caller = await createPlatformCaller(own);
    await caller.onInstance('PATCH', '/config', { session: { claims_source: DRAFT } });
    const browser = await signInTestUser(own, { firstName: 'Ünï', publicMetadata: { list: [1, 2, 3] } });
    const origin = 'https://localhost:65535';
    const token = await own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
      cookies: browser.cookies,
      headers: { origin },
    });
    const tokenBytes = token.json().jwt.length;
    const url = `/v1/platform/applications/${own.instance.applicationId}/instances/${own.instance.id}/config/forecast`;
    const headers = { host: 'localhost:1853', authorization: `Bearer ${caller.key}` };
    const answer = await own.inject({ method: 'POST', url, headers, payload: {} });
    const result = JSON.parse(answer.body.trimEnd().split('\n').at(-1) ?? '') as ForecastResult;
    const cookieBytes = `__session_${own.instance.cookieSuffix}`.length + tokenBytes;
    const summary = { median_bytes: cookieBytes, p95_bytes: cookieBytes, largest_bytes: cookieBytes };
    expect(result.cookie).toEqual({ max_bytes: 4_096, before: summary, after: summary });
    expect(result.handshake.after.median_bytes).toBe(
      handshakeBytes(own.instance, { appOrigin: origin, tokenBytes }),
    );
    expect(result.changes).toEqual([]);
    await own.close();
  });

  it('a save that breaks as many as the forecast says goes through when told so', async () => {
    const { over_limit: overLimit } = await resultOf({ claims_source: DRAFT });
    const session = { claims_source: DRAFT, accept_broken_users: overLimit.users_after };
    const saved = await platform.onInstance('PATCH', '/config', { session });
    expect([saved.status, overLimit.users_after]).toEqual([200, 3]);
    const after = await resultOf({ claims_source: '{"name": "{{user.full_name}}"}' });
    expect(after.over_limit).toMatchObject({ users_before: 3, users_after: 0 });
    await platform.onInstance('PATCH', '/config', { session: { claims: {} } });
  });

  it.each([
    [{ claims_source: '{' }, 'template_not_json'],
    [{ claims_source: '{"sub": 1}' }, 'claim_reserved'],
    [{ claims_source: 1 }, 'form_param_type_invalid'],
    [{ draft: '{}' }, 'form_param_unknown'],
  ])('422 for %j, in the envelope', async (body, code) => {
    const { status, json } = await forecast(body);
    expect([status, json.errors[0].code]).toEqual([422, code]);
  });

  it('an operator without the right sees and changes nothing', async () => {
    const { token } = await platform.signInOperator([]);
    const before = await footprint();
    const { status, json } = await forecast({ claims_source: DRAFT }, `Bearer ${token}`);
    expect([status, json.errors[0].code]).toEqual([403, 'not_allowed_access']);
    expect(JSON.stringify(json)).not.toContain('First');
    expect((await forecast({ claims_source: DRAFT }, 'Bearer nobody')).status).toBe(401);
    expect(await footprint()).toEqual(before);
  });

  it('closing the request ends it and leaves nothing behind', async () => {
    const before = await footprint();
    // The second page of users is read when the browser has gone.
    const held = holdUserPages(1);
    const asked = openRequest('/config/forecast', { claims_source: DRAFT });
    const [answer] = await once(asked, 'response');
    await once(answer, 'data');
    await leave(asked);
    held.release();
    // One that is not interrupted reads 19 pages: by then the other would have read its third.
    expect((await resultOf({ claims_source: DRAFT })).users_rendered).toBe(USERS);
    expect(held.pages()).toBe(2 + 19);
    held.restore();
    expect(await footprint()).toEqual(before);
  });
});

describe('POST /session_token/heaviest', () => {
  it('finds the heaviest user, and counts who would not fit', async () => {
    const heaviest = (body: object) => platform.onInstance('POST', '/session_token/heaviest', body);
    const { body } = await heaviest({ source: '{"all": "{{user.public_metadata}}"}' });
    expect(body).toMatchObject({
      user_id: expect.stringMatching(/^user_crowd/),
      name: expect.stringMatching(/^First/),
      users_checked: USERS,
      users_over_limit: 3,
    });
    expect(body.cookie_bytes).toBeGreaterThan(5_000);
    const light = await heaviest({ source: '{}' });
    expect(light.body).toMatchObject({ users_checked: USERS, users_over_limit: 0 });
    const broken = await heaviest({ source: '{"sub": 1}' });
    expect([broken.status, broken.body.errors[0].code]).toEqual([422, 'claim_reserved']);
  });

  it('of a closed request frees its slot, and the place of one that waits', async () => {
    const before = received;
    const held = holdUserPages(0);
    const source = '{"all": "{{user.public_metadata}}"}';
    const asked = Array.from({ length: 3 }, () => openRequest('/session_token/heaviest', { source }));
    await expect.poll(() => [held.pages(), received - before]).toEqual([2, 3]);
    for (const one of asked) await leave(one);
    held.release();
    const { body } = await platform.onInstance('POST', '/session_token/heaviest', { source });
    expect(body.users_checked).toBe(USERS);
    // Two read their first page, the one that waited none; the last reads all 19.
    expect(held.pages()).toBe(2 + 19);
    held.restore();
  });

  it('of nobody is nothing', async () => {
    const own = await createTestServer();
    const { onInstance } = await createPlatformCaller(own);
    expect((await onInstance('POST', '/session_token/heaviest', {})).body).toEqual({
      user_id: null,
      name: null,
      cookie_bytes: 0,
      users_checked: 0,
      users_over_limit: 0,
    });
    await own.close();
  });
});
