import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appOrigin, createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { handshakeFrom, nonceOf } from '../../testing/handshake-steps.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';

/** The embedded database has one connection; a thousand more are run against it over HTTP, as a fault test. */
const RACES = inject('testDatabase').kind === 'postgres' ? 1000 : 60;
const AT_ONCE = 10;
const ASKERS = 3;

let server: TestServer;
let otherNode: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  otherNode = await createTestServer();
  await server.backend('POST', '/v1/jwt_templates', { name: 'custom', claims: { aud: 'x' } });
});
afterAll(async () => {
  await server.close();
  await otherNode.close();
});

/** Something that took place between two instants of one monotonic clock. */
interface Interval {
  start: number;
  end: number;
  gotToken: boolean;
}

/** A request that may reach either of two nodes over the one database. */
async function ask(request: { path: string; browser?: SignedInBrowser; form?: string }) {
  const { path, browser, form } = request;
  turn += 1;
  const node = turn % 2 === 0 ? server : otherNode;
  return node.inject({
    method: 'POST',
    url: browser ? `/i/${server.instance.slug}${path}` : path,
    headers: {
      host: 'localhost:1853',
      ...(browser ? { origin: appOrigin } : { authorization: `Bearer ${server.secretKey}` }),
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(browser && { cookies: browser.cookies }),
    ...(form !== undefined && { payload: form }),
  });
}
let turn = 0;

/** Every way in which a browser or an app's server gets a token. */
const ways: readonly ((browser: SignedInBrowser) => Promise<boolean>)[] = [
  async (browser) =>
    (await ask({ path: `/v1/client/sessions/${browser.session.id}/tokens`, browser })).statusCode === 200,
  async (browser) => (await ask({ path: '/v1/client', browser, form: '' })).body.includes('"jwt":"'),
  async (browser) =>
    (await ask({ path: `/v1/client/sessions/${browser.session.id}/touch`, browser, form: '' })).body.includes(
      '"jwt":"',
    ),
  async ({ session }) => (await ask({ path: `/v1/sessions/${session.id}/tokens` })).statusCode === 200,
  async (browser) =>
    (await ask({ path: `/v1/client/sessions/${browser.session.id}/tokens/custom`, browser })).statusCode ===
    200,
  async ({ session }) => (await ask({ path: `/v1/sessions/${session.id}/tokens/custom` })).statusCode === 200,
];

async function measured(work: () => Promise<boolean>): Promise<Interval> {
  const start = performance.now();
  const gotToken = await work();
  return { start, end: performance.now(), gotToken };
}

/** Asks again and again until a while after the acknowledgement. */
async function keepAsking(way: (typeof ways)[number], browser: SignedInBrowser, acknowledged: () => boolean) {
  const intervals: Interval[] = [];
  for (let after = 0; after < 2; ) {
    if (acknowledged()) after += 1;
    intervals.push(await measured(() => way(browser)));
  }
  return intervals;
}

/** One session, revoked while others ask for its tokens. */
async function race(index: number): Promise<{ acknowledgedAt: number; asked: Interval[] }> {
  const browser = await signInTestUser(server);
  let acknowledgedAt: number | null = null;
  const asking = Array.from({ length: ASKERS }, (_, asker) => {
    // Most races are about the token request itself; each of the other ways has its share.
    const way = ways[asker === 0 ? 0 : (index + asker) % ways.length] ?? ways[0]!;
    return keepAsking(way, browser, () => acknowledgedAt !== null);
  });
  await new Promise((resolve) => setTimeout(resolve, (index * 7) % 30));
  const revoked = await ask({ path: `/v1/sessions/${browser.session.id}/revoke` });
  acknowledgedAt = performance.now();
  expect(revoked.statusCode).toBe(200);
  return { acknowledgedAt, asked: (await Promise.all(asking)).flat() };
}

describe('revocation is strict', () => {
  it(`${RACES} races: no request that starts after the acknowledgement gets a token`, {
    timeout: 300_000,
  }, async () => {
    const outcomes: Awaited<ReturnType<typeof race>>[] = [];
    for (let first = 0; first < RACES; first += AT_ONCE)
      outcomes.push(
        ...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => race(first + index)))),
      );
    const breaches = outcomes.flatMap(({ acknowledgedAt, asked }) =>
      asked.filter(({ start, gotToken }) => gotToken && start > acknowledgedAt),
    );
    const overlapping = outcomes.filter(({ acknowledgedAt, asked }) =>
      asked.some(({ start, end }) => start < acknowledgedAt && end > acknowledgedAt),
    );
    const late = outcomes.filter(({ acknowledgedAt, asked }) =>
      asked.some(({ start }) => start > acknowledgedAt),
    );
    expect(breaches).toEqual([]);
    expect(outcomes).toHaveLength(RACES);
    expect(late).toHaveLength(RACES);
    // The races really were races: in most of them a request was under way at the acknowledgement.
    expect(overlapping.length).toBeGreaterThan(RACES / 4);
    // And before it there were tokens to be had.
    expect(outcomes.filter(({ asked }) => asked.some(({ gotToken }) => gotToken)).length).toBeGreaterThan(
      RACES / 4,
    );
  });

  it('a handshake that starts after the acknowledgement signs nobody in', async () => {
    const browser = await signInTestUser(server);
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    const nonce = nonceOf(await handshakeFrom(server, 'http://localhost:3000/', browser.cookies));
    const answer = await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonce}`);
    expect(answer.body).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });
});
