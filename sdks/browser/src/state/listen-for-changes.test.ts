import { beforeEach, describe, expect, it } from 'vitest';
import type { BrowserClientOptions } from '../browser-client.ts';
import { createBartlebyBrowserClient } from '../create-browser-client.ts';
import { createFakeBrowser, createFakeTime } from '../testing/fake-browser.ts';
import { createFakeFrontendApi, type FakeEventStream } from '../testing/fake-frontend-api.ts';

const START_MS = 1_760_000_000_000;
const READY = { object: 'ready', heartbeat_seconds: 20 };

function createWorld() {
  const time = createFakeTime(START_MS);
  const api = createFakeFrontendApi({ clock: time.clock, keyHost: 'app.localhost:1853' });
  const profile = createFakeBrowser(api, time);
  const streams: FakeEventStream[] = [];
  api.events.streams = streams;
  const ada = api.addUser({ emailAddress: 'ada@example.com' });
  const session = api.startSession('client_1', ada.id);
  const open = async (options: Partial<BrowserClientOptions> = {}) => {
    const tab = profile.openTab();
    const client = createBartlebyBrowserClient(
      { publishableKey: api.publishableKey, ...options },
      tab.platform,
    );
    await client.load();
    await time.settle();
    return { tab, client };
  };
  const tokenCalls = () => api.requests.filter(({ path }) => path.endsWith('/tokens')).length;
  return { time, api, profile, streams, session, ada, open, tokenCalls };
}

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
  world.profile.signInAs('client_1');
});

const changed = (sessionId: string) => ({ object: 'claims_changed', session_id: sessionId, claims_as_of: 0 });

describe('a browser that listens', () => {
  it('shows changed claims, in state and cookie, as soon as it is told', async () => {
    const { client } = await world.open();
    const [stream] = world.streams;
    expect(stream?.query.get('claims_as_of')).toBe(String(START_MS / 1000));
    expect(client.getState().auth?.claimsAsOf).toEqual(new Date(START_MS));
    stream?.send(READY);
    await world.time.advance(3_000);
    world.api.claims.custom = { plan: 'gold' };
    stream?.send(changed(world.session.id));
    await world.time.settle();
    expect(client.getState().auth).toMatchObject({
      sessionClaims: { plan: 'gold' },
      claimsAsOf: new Date(START_MS + 3_000),
    });
    const [, claims = ''] = (world.profile.cookies.get('__session') ?? '').split('.');
    expect(JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject({
      plan: 'gold',
    });
    expect(world.tokenCalls()).toBe(1);
  });

  it('asks for nothing for a session that is not its own', async () => {
    await world.open();
    world.streams[0]?.send(changed('sess_of_somebody_else'));
    await world.time.settle();
    expect(world.tokenCalls()).toBe(0);
  });

  it('signs out when it is told that its session ended', async () => {
    const { client } = await world.open();
    world.api.end(world.session.id);
    world.streams[0]?.send({ object: 'session_ended', session_id: world.session.id });
    await world.time.settle();
    expect(client.getState().auth?.userId).toBeNull();
    expect(world.streams[0]?.signal.aborted).toBe(true);
    await world.time.advance(600_000);
    expect(world.streams).toHaveLength(1);
  });

  it('opens one stream for all its tabs, held by a visible one, and tells the others', async () => {
    const [first, second] = [await world.open(), await world.open()];
    expect(world.streams).toHaveLength(1);
    await first.tab.hide();
    expect(world.streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    world.api.claims.custom = { plan: 'gold' };
    world.streams[1]?.send(changed(world.session.id));
    await world.time.settle();
    for (const { client } of [first, second])
      expect(client.getState().auth?.sessionClaims).toMatchObject({ plan: 'gold' });
    expect(world.tokenCalls()).toBe(1);
    await second.tab.hide();
    expect(world.streams.every(({ signal }) => signal.aborted)).toBe(true);
    await first.tab.comeBack();
    expect(world.streams).toHaveLength(3);
  });

  it('does not listen when nobody is signed in, when it is switched off, or when it was stopped', async () => {
    const { client } = await world.open({ liveClaims: false });
    expect(world.streams).toHaveLength(0);
    client.stop();
    const stopped = await world.open();
    stopped.client.stop();
    expect(world.streams.map(({ signal }) => signal.aborted)).toEqual([true]);
    await stopped.client.load();
    await world.time.settle();
    expect(world.streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    stopped.client.stop();
    world.profile.signInAs(null);
    await world.open();
    expect(world.streams).toHaveLength(2);
  });
});

describe('where streams are cut off', () => {
  it('a change shows with the next token, within its lifetime, and nothing is said', async () => {
    const { client } = await world.open();
    world.api.claims.custom = { plan: 'gold' };
    // Headers came through, and then nothing: a proxy that buffers.
    await world.time.advance(9_000);
    expect(world.streams[0]?.signal.aborted).toBe(false);
    await world.time.advance(2_000);
    expect(world.streams[0]?.signal.aborted).toBe(true);
    await world.time.advance(33_000);
    expect(client.getState()).toMatchObject({ status: 'ready', error: null });
    expect(client.getState().auth?.sessionClaims).toMatchObject({ plan: 'gold' });
  });

  it('it tries again ever more seldom', async () => {
    await world.open();
    await world.time.advance(3_600_000);
    const tries = world.streams.length;
    // 10 s for each try, and 1, 2, 4 … 300 s and up to a quarter of it between them.
    expect(tries).toBeGreaterThan(14);
    expect(tries).toBeLessThan(22);
  });

  it('a stream that ends is opened again with the age of the claims that are shown', async () => {
    await world.open();
    world.streams[0]?.send(READY);
    for (let beats = 0; beats < 4; beats += 1) {
      await world.time.advance(20_000);
      world.streams[0]?.send(READY);
    }
    world.streams[0]?.end();
    await world.time.advance(1_500);
    // It has been renewed meanwhile, at 43 seconds of its life.
    expect(world.streams[1]?.query.get('claims_as_of')).toBe(String(START_MS / 1000 + 43));
  });

  it('a stream that falls silent is given up and opened again', async () => {
    await world.open();
    world.streams[0]?.send(READY);
    await world.time.advance(44_000);
    expect(world.streams).toHaveLength(1);
    await world.time.advance(4_000);
    expect(world.streams).toHaveLength(2);
  });

  it('a server without event streams is asked once; one that is full is left alone as long as it says', async () => {
    world.api.events.streams = null;
    await world.open();
    await world.time.advance(600_000);
    const asked = () => world.api.requests.filter(({ path }) => path === '/client/events').length;
    expect(asked()).toBe(1);
    world.api.events.streams = world.streams;
    const body = { errors: [] };
    world.api.overrides.push({
      path: /events/,
      answer: { status: 429, body, headers: { 'retry-after': '60' } },
    });
    await world.open();
    expect(asked()).toBe(2);
    await world.time.advance(59_000);
    expect(world.streams).toHaveLength(0);
    await world.time.advance(17_000);
    expect(world.streams).not.toHaveLength(0);
  });
});
