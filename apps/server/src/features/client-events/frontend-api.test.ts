import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import { createTestInstance } from '../../testing/create-test-instance.ts';
import { appOrigin, createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import {
  type SignedInBrowser,
  signInTestUser,
  useSessionTokenTemplate,
} from '../../testing/signed-in-browser.ts';
import { revokeSession } from '../sessions/index.ts';

const TEMPLATE = '{"plan": "{{user.public_metadata.plan}}", "name": "{{user.first_name}}"}';

let server: TestServer;
let url: string;
const open = new Set<AbortController>();

beforeAll(async () => {
  server = await createTestServer();
  await useSessionTokenTemplate(server, TEMPLATE);
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  url = urlOf(server.app);
});
afterEach(() => {
  for (const controller of open) controller.abort();
  open.clear();
});
afterAll(() => {
  // `fetch` opens a new connection for each it aborts: without a request on it, it is not an idle one to the server.
  server.app.server.closeAllConnections();
  return server.close();
});

function urlOf(app: TestServer['app']): string {
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

interface Event {
  object: string;
  session_id?: string;
  claims_as_of?: number;
}

interface Listener {
  response: Response;
  /** The next event; throws when the stream ends instead. */
  next(): Promise<Event>;
  /** What is left until the stream ends. */
  rest(): Promise<Event[]>;
  /** Every byte so far. */
  text(): string;
}

/** A browser that listens, as the SDK does. */
async function listen(
  browser: Pick<SignedInBrowser, 'cookies'>,
  {
    at = url,
    query = '',
    headers = {},
  }: { at?: string; query?: string; headers?: Record<string, string> } = {},
): Promise<Listener> {
  const controller = new AbortController();
  open.add(controller);
  const response = await fetch(`${at}/i/${server.instance.slug}/v1/client/events${query}`, {
    headers: {
      accept: 'text/event-stream',
      origin: appOrigin,
      cookie: Object.entries(browser.cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
      ...headers,
    },
    signal: controller.signal,
  });
  let text = '';
  const events = eventsOf(response, (chunk) => {
    text += chunk;
  });
  return {
    response,
    text: () => text,
    next: async () => {
      const { done, value } = await events.next();
      if (done) throw new Error('the stream ended');
      return value;
    },
    rest: async () => {
      const rest: Event[] = [];
      for await (const event of events) rest.push(event);
      return rest;
    },
  };
}

async function* eventsOf(response: Response, keep: (text: string) => void): AsyncGenerator<Event> {
  let unread = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    const chunk = decoder.decode(bytes, { stream: true });
    keep(chunk);
    unread += chunk;
    for (let end = unread.indexOf('\n\n'); end >= 0; end = unread.indexOf('\n\n')) {
      const [, data] = /^data: (.*)$/m.exec(unread.slice(0, end)) ?? [];
      unread = unread.slice(end + 2);
      if (data) yield JSON.parse(data) as Event;
    }
  }
}

const changeMetadata = async (userId: string, body: object) => {
  server.clock.advance(1);
  const { statusCode } = await server.backend('PATCH', `/v1/users/${userId}/metadata`, body);
  expect(statusCode).toBe(200);
};

/** Opens a stream that is ready. */
async function listening(
  browser: SignedInBrowser,
  options?: Parameters<typeof listen>[1],
): Promise<Listener> {
  const listener = await listen(browser, options);
  expect(await listener.next()).toEqual({ object: 'ready', heartbeat_seconds: 20 });
  return listener;
}

describe('GET /v1/client/events', () => {
  it('200: an event stream for the page of the app, never cached, never buffered', async () => {
    const { response } = await listening(await signInTestUser(server));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': appOrigin,
      'access-control-allow-credentials': 'true',
    });
  });

  it('says that claims changed, which session it is and when they were read, and not to what', async () => {
    const browser = await signInTestUser(server);
    const listener = await listening(browser);
    await changeMetadata(browser.user.id, { public_metadata: { plan: 'secretly-gold' } });
    expect(await listener.next()).toEqual({
      object: 'claims_changed',
      session_id: browser.session.id,
      claims_as_of: server.clock.now().getTime(),
    });
    expect(listener.text()).not.toContain('gold');
  });

  it('says nothing of data that the template does not read, nor of other users', async () => {
    const [browser, other] = [await signInTestUser(server), await signInTestUser(server)];
    const listener = await listening(browser);
    // Until its first look a stream tells of every write, rather than miss one.
    await changeMetadata(browser.user.id, { public_metadata: { plan: 'copper' } });
    await listener.next();
    await changeMetadata(browser.user.id, { public_metadata: { unread: true }, private_metadata: { a: 1 } });
    await changeMetadata(other.user.id, { public_metadata: { plan: 'gold' } });
    await changeMetadata(browser.user.id, { public_metadata: { plan: 'silver' } });
    // The next to arrive is about the last of the three.
    expect(await listener.next()).toMatchObject({
      session_id: browser.session.id,
      claims_as_of: server.clock.now().getTime(),
    });
  });

  it('finds what another node wrote, by looking', async () => {
    const browser = await signInTestUser(server);
    const listener = await listening(browser);
    server.clock.advance(1);
    await server.dependencies.database.queries
      .updateTable('users')
      .set({ first_name: 'Grace', updated_at: server.clock.now() })
      .where('instance_id', '=', server.instance.id)
      .where('id', '=', browser.user.id)
      .execute();
    expect(await listener.next()).toMatchObject({ object: 'claims_changed', session_id: browser.session.id });
  });

  it('follows the template: a new one that gives other claims', async () => {
    const browser = await signInTestUser(server, { firstName: 'Ada' });
    const listener = await listening(browser);
    try {
      await useSessionTokenTemplate(server, '{"name": "{{user.last_name}}"}');
      expect(await listener.next()).toMatchObject({ object: 'claims_changed' });
    } finally {
      await useSessionTokenTemplate(server, TEMPLATE);
    }
    expect(await listener.next()).toMatchObject({ object: 'claims_changed' });
  });

  it('tells at once who held an older token: what was missed while no stream was open', async () => {
    const browser = await signInTestUser(server);
    const before = Math.floor(server.clock.now().getTime() / 1000);
    server.clock.advance(60);
    await changeMetadata(browser.user.id, { public_metadata: { plan: 'gold' } });
    const listener = await listening(browser, { query: `?claims_as_of=${before}` });
    expect(await listener.next()).toMatchObject({ object: 'claims_changed', session_id: browser.session.id });
  });

  it('ends when the browser signs out, naming the session', async () => {
    const browser = await signInTestUser(server);
    const listener = await listening(browser);
    await server.frontend('POST', '/v1/client/sessions?_method=DELETE', {
      cookies: browser.cookies,
      form: {},
    });
    expect(await listener.rest()).toEqual([{ object: 'session_ended', session_id: browser.session.id }]);
  });

  it('ends when another node revokes the session', async () => {
    const browser = await signInTestUser(server);
    const listener = await listening(browser);
    await revokeSession(server.dependencies, {
      instanceId: server.instance.id,
      sessionId: browser.session.id,
      actor: { type: 'server', id: null },
    });
    expect(await listener.rest()).toEqual([{ object: 'session_ended', session_id: browser.session.id }]);
  });

  it('ends when the user is banned or deleted', async () => {
    const [banned, deleted] = [await signInTestUser(server), await signInTestUser(server)];
    const listeners = [await listening(banned), await listening(deleted)];
    await server.backend('POST', `/v1/users/${banned.user.id}/ban`);
    await server.backend('DELETE', `/v1/users/${deleted.user.id}`);
    for (const listener of listeners)
      expect(await listener.rest()).toMatchObject([{ object: 'session_ended' }]);
  });

  it('401 without a client cookie, with a foreign one, and without an active session', async () => {
    const browser = await signInTestUser(server);
    const { dependencies } = server;
    const foreign = await signInTestUser({ dependencies, ...(await createTestInstance(dependencies)) });
    const renamed = { [server.instance.clientCookieName]: Object.values(foreign.cookies)[0] ?? '' };
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    for (const cookies of [{}, renamed, browser.cookies]) {
      const { response } = await listen({ cookies });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ code: 'authentication_invalid' }] });
    }
  });

  it('406 for who wants anything but an event stream; 400 for an origin that is not allowed; 422 for no time', async () => {
    const browser = await signInTestUser(server);
    const wrong = [
      [406, 'event_stream_not_accepted', { headers: { accept: 'application/json' } }],
      [400, 'origin_invalid', { headers: { origin: 'https://evil.example' } }],
      [422, 'form_param_type_invalid', { query: '?claims_as_of=yesterday' }],
    ] as const;
    for (const [status, code, options] of wrong) {
      const { response } = await listen(browser, options);
      expect([response.status, await response.json()]).toMatchObject([status, { errors: [{ code }] }]);
    }
  });

  it('429 for the ninth stream of one browser, until one is closed', async () => {
    const browser = await signInTestUser(server);
    const first = new Set(open);
    for (let count = 0; count < 8; count += 1) await listening(browser);
    const { response } = await listen(browser);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await response.json()).toMatchObject({ errors: [{ code: 'too_many_event_streams' }] });
    const [oldest] = [...open].filter((controller) => !first.has(controller));
    oldest?.abort();
    await expect.poll(async () => (await listen(browser)).response.status).toBe(200);
  });
});

describe('a server that stops', () => {
  it('ends its streams at once and takes no new ones', async () => {
    const browser = await signInTestUser(server);
    const app = await buildApp({ ...server.dependencies });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const at = urlOf(app);
    const listeners = await Promise.all([listening(browser, { at }), listening(browser, { at })]);
    const closed = app.close();
    for (const listener of listeners) expect(await listener.rest()).toEqual([]);
    await closed;
    await expect(listen(browser, { at })).rejects.toThrow();
  });
});
