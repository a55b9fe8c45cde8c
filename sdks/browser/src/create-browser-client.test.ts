import { beforeEach, describe, expect, it } from 'vitest';
import type { BrowserClientOptions } from './browser-client.ts';
import { createBartlebyBrowserClient } from './create-browser-client.ts';
import { BartlebyApiError } from './frontend-api/api-error.ts';
import { readPublishableKey } from './publishable-key.ts';
import { createFakeBrowser, createFakeTime } from './testing/fake-browser.ts';
import { createFakeFrontendApi, FAKE_CODE } from './testing/fake-frontend-api.ts';
import { readToken } from './tokens/read-token.ts';

const START_MS = 1_760_000_000_000;
const KEY_HOST = 'app.localhost:1853';

function createWorld() {
  const time = createFakeTime(START_MS);
  const api = createFakeFrontendApi({ clock: time.clock, keyHost: KEY_HOST });
  const profile = createFakeBrowser(api, time);
  const { cookieSuffix } = readPublishableKey(api.publishableKey);
  const open = (options: Partial<BrowserClientOptions> = {}) => {
    const tab = profile.openTab();
    const client = createBartlebyBrowserClient(
      { publishableKey: api.publishableKey, ...options },
      tab.platform,
    );
    return { tab, client };
  };
  const ada = api.addUser({ emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' });
  const signedIn = () => {
    const session = api.startSession('client_1', ada.id);
    profile.signInAs('client_1');
    return session;
  };
  const tokenCalls = () => api.requests.filter(({ path }) => path.endsWith('/tokens'));
  return { time, api, profile, cookieSuffix, open, ada, signedIn, tokenCalls };
}

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

describe('load', () => {
  it('asks nothing before it is called and reports a stranger as signed out', async () => {
    const { client } = world.open();
    expect(client.getState()).toMatchObject({ status: 'loading', session: undefined, auth: undefined });
    expect(world.api.requests).toHaveLength(0);
    await client.load();
    expect(client.getState()).toMatchObject({ status: 'ready', session: null, user: null });
    expect(client.getState().auth).toEqual({
      userId: null,
      sessionId: null,
      sessionClaims: null,
      claimsAsOf: null,
    });
    expect(world.profile.cookies.get('__client_uat')).toBe('0');
    expect(world.profile.cookies.has('__session')).toBe(false);
  });

  it('finds the session of a returning user without asking for a token', async () => {
    const session = world.signedIn();
    const { client } = world.open();
    await client.load();
    const state = client.getState();
    expect(state.user).toMatchObject({ fullName: 'Ada Lovelace', publicMetadata: { first_choice: true } });
    expect(state.user?.primaryEmailAddress?.emailAddress).toBe('ada@example.com');
    expect(state.user?.createdAt).toEqual(new Date(1_760_000_000_000));
    expect(state.auth).toMatchObject({ userId: world.ada.id, sessionId: session.id });
    expect(state.auth?.sessionClaims?.sid).toBe(session.id);
    expect(world.tokenCalls()).toHaveLength(0);
  });

  it('speaks the wire: GET and POST only, credentials, the API version, the session beside /me', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    await client.getState().user?.update({ firstName: 'Augusta' });
    const [boot] = world.api.requests;
    const change = world.api.requests.at(-1);
    expect(boot?.query.get('__clerk_api_version')).toBe('2026-05-12');
    expect(change).toMatchObject({ method: 'PATCH', path: '/me' });
    expect(change?.query.get('_clerk_session_id')).toBe(world.api.sessions[0]?.id);
    expect([...(change?.form ?? [])]).toEqual([['first_name', 'Augusta']]);
    expect(client.getState().user?.fullName).toBe('Augusta Lovelace');
  });

  it('throws when the server refuses, and says why', async () => {
    const body = { errors: [{ code: 'origin_invalid', message: 'Wrong origin.', long_message: 'Add it.' }] };
    world.api.overrides.push({ path: /^\/client$/, answer: { status: 400, body } });
    const { client } = world.open();
    const error = await client.load().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BartlebyApiError);
    expect(error).toMatchObject({ status: 400, code: 'origin_invalid', longMessage: 'Add it.' });
    expect(client.getState()).toMatchObject({ status: 'error', error });
  });

  it('shows the cookie’s session while the server is away, and the truth when it is back', async () => {
    world.signedIn();
    const first = world.open();
    await first.client.load();
    first.client.stop();
    const { tab, client } = world.open();
    tab.isOnline = false;
    await client.load();
    expect(client.getState()).toMatchObject({ status: 'degraded', session: undefined });
    expect(client.getState().auth?.userId).toBe(world.ada.id);
    expect(await client.getToken()).toBe(world.profile.cookies.get('__session'));
    tab.isOnline = true;
    await world.time.advance(2000);
    expect(client.getState()).toMatchObject({ status: 'ready', error: null });
    expect(client.getState().user?.id).toBe(world.ada.id);
  });

  it('repeats the first question after a 5xx', async () => {
    world.api.overrides.push({ path: /^\/client$/, answer: { status: 503, body: {} } });
    const { client } = world.open();
    const loaded = client.load();
    await world.time.advance(400);
    await loaded;
    expect(client.getState().status).toBe('ready');
  });

  it('refuses a publishable key that is none, saying where to get one', () => {
    expect(() => world.open({ publishableKey: '' })).toThrow(/missing.*Dashboard/);
    expect(() => world.open({ publishableKey: 'sk_test_abc' })).toThrow(/pk_test_.*Dashboard/);
  });

  it('derives the Frontend API of a local server from a development key', () => {
    expect(world.open().client.frontendApi).toBe('http://localhost:1853/i/app');
    expect(world.open({ proxyUrl: '/__clerk' }).client.frontendApi).toBe('http://localhost:3000/__clerk');
    expect(world.open({ frontendApi: 'https://x.test/i/a/' }).client.frontendApi).toBe('https://x.test/i/a');
  });
});

describe('cookies', () => {
  it('writes the session token and the client’s age under both names', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    const { cookies } = world.profile;
    const jwt = cookies.get('__session');
    expect(readToken(jwt ?? '')?.claims.sub).toBe(world.ada.id);
    expect(cookies.get(`__session_${world.cookieSuffix}`)).toBe(jwt);
    expect(cookies.get('__client_uat')).toBe(String(START_MS / 1000));
    expect(cookies.get(`__client_uat_${world.cookieSuffix}`)).toBe(String(START_MS / 1000));
    expect(cookies.get('clerk_active_context')).toBe(`${world.api.sessions[0]?.id}:`);
    expect(world.profile.cookieLog).toContain(
      `__client_uat=${START_MS / 1000}; Domain=localhost; SameSite=Strict`,
    );
    expect(world.profile.cookieLog).toContain(`__session=${jwt}; Domain=undefined; SameSite=Lax`);
  });

  it('leaves them to the focused tab, unless this tab’s own session is in charge', async () => {
    world.signedIn();
    world.profile.cookies.set('clerk_active_context', 'sess_other:');
    const { tab, client } = world.open();
    tab.isFocused = false;
    world.profile.cookies.set('clerk_active_context', 'sess_other:');
    await client.load();
    world.profile.cookies.set('clerk_active_context', 'sess_other:');
    world.profile.cookies.delete('__session');
    await client.getToken({ skipCache: true });
    expect(world.profile.cookies.has('__session')).toBe(false);
    await tab.comeBack();
    expect(world.profile.cookies.has('__session')).toBe(true);
  });

  it('clears them on sign-out', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    await client.signOut();
    const { cookies } = world.profile;
    expect(cookies.has('__session')).toBe(false);
    expect(cookies.has(`__session_${world.cookieSuffix}`)).toBe(false);
    expect(cookies.get('__client_uat')).toBe('0');
    expect(cookies.get(`__client_uat_${world.cookieSuffix}`)).toBe('0');
  });

  it('leaves another instance’s plain cookies on the same host alone', async () => {
    const other = createFakeFrontendApi({ clock: world.time.clock, keyHost: 'other.localhost:1853' });
    const user = other.addUser({ emailAddress: 'bob@example.com' });
    const foreign = await other.tokenFor(other.startSession('client_9', user.id));
    world.signedIn();
    const { client } = world.open();
    await client.load();
    world.profile.cookies.set('__session', foreign);
    world.profile.cookies.set('__client_uat', '1759999999');
    await client.signOut();
    expect(world.profile.cookies.get('__session')).toBe(foreign);
    expect(world.profile.cookies.get('__client_uat')).toBe('1759999999');
    expect(world.profile.cookies.get(`__client_uat_${world.cookieSuffix}`)).toBe('0');
  });
});

describe('sign-up and sign-in', () => {
  it('signs up with a code, and shows the session once it is made active', async () => {
    const { client } = world.open();
    await client.load();
    let signUp = client.getState().signUp!;
    const wanted = { emailAddress: 'new@example.com', password: 'long enough', firstName: 'Nia' };
    signUp = await signUp.create(wanted);
    expect(signUp).toMatchObject({ status: 'missing_requirements', unverifiedFields: ['email_address'] });
    signUp = await signUp.prepareEmailAddressVerification();
    expect(client.getState().signUp?.verifications.emailAddress?.status).toBe('unverified');
    const wrong = await signUp.attemptEmailAddressVerification({ code: '000000' }).catch((error) => error);
    expect(wrong).toMatchObject({ status: 422, code: 'form_code_incorrect', paramName: 'code' });
    signUp = await signUp.attemptEmailAddressVerification({ code: FAKE_CODE });
    expect(signUp.status).toBe('complete');
    expect(client.getState().session).toBe(null);
    await client.setActive({ session: signUp.createdSessionId, redirectUrl: '/welcome' });
    expect(client.getState().user?.firstName).toBe('Nia');
    expect(world.profile.cookies.has('__session')).toBe(true);
    expect(world.tokenCalls()).toHaveLength(0);
  });

  it('signs in with password, and with a ticket', async () => {
    for (const params of [
      { strategy: 'password', identifier: 'ada@example.com', password: 'correct horse' },
      { strategy: 'ticket', ticket: `ticket-${world.ada.id}` },
    ] as const) {
      const { tab, client } = world.open();
      await client.load();
      const signIn = await client.getState().signIn!.create(params);
      await client.setActive({ session: signIn.createdSessionId, redirectUrl: '/after' });
      expect(client.getState().user?.id).toBe(world.ada.id);
      expect(tab.visited).toEqual(['/after']);
      const touch = world.api.requests.findLast(({ path }) => path.endsWith('/touch'));
      expect(touch?.form.get('intent')).toBe('select_session');
      client.stop();
    }
  });

  it('runs the framework’s hooks around a change and refuses a session that is not ours', async () => {
    const order: string[] = [];
    const { client } = world.open({
      onBeforeSetActive: () => void order.push('before'),
      onAfterSetActive: () => void order.push(`after ${client.getState().user?.id}`),
    });
    await client.load();
    const session = world.signedIn();
    await client.setActive({ session: session.id });
    expect(order).toEqual(['before', `after ${world.ada.id}`]);
    await expect(client.setActive({ session: 'sess_unknown' })).rejects.toThrow(/not signed in/);
  });
});

describe('getToken', () => {
  it('answers null when nobody is signed in', async () => {
    expect(await world.open().client.getToken()).toBe(null);
  });

  it('serves from the cache, asks once for parallel calls, and asks again with skipCache', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    const first = await client.getToken();
    expect(await client.getState().session?.getToken()).toBe(first);
    expect(world.tokenCalls()).toHaveLength(0);
    client.stop();
    await world.time.advance(56_000);
    const both = await Promise.all([client.getToken(), client.getToken()]);
    expect(both[0]).toBe(both[1]);
    expect(world.tokenCalls()).toHaveLength(1);
    world.api.claims.custom = { fullName: 'Ada L.' };
    const fresh = await client.getToken({ skipCache: true });
    expect(world.tokenCalls().at(-1)?.query.get('debug')).toBe('skip_cache');
    expect(readToken(fresh ?? '')?.claims.fullName).toBe('Ada L.');
    expect(client.getState().auth?.sessionClaims?.fullName).toBe('Ada L.');
    expect(world.profile.cookies.get('__session')).toBe(fresh);
  });

  it('keeps custom JWTs apart from the session token', async () => {
    const session = world.signedIn();
    const { client } = world.open();
    await client.load();
    const cookie = world.profile.cookies.get('__session');
    await client.getToken({ template: 'my template' }).catch(() => null);
    expect(world.api.requests.at(-1)?.path).toBe(`/client/sessions/${session.id}/tokens/my%20template`);
    const custom = await client.getToken({ template: 'supabase' });
    expect(await client.getToken({ template: 'supabase' })).toBe(custom);
    expect(world.profile.cookies.get('__session')).toBe(cookie);
  });

  it('repeats after 5xx and 429, waiting as long as the server asks', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    const answer = { status: 429, body: {}, headers: { 'retry-after': '3' } };
    world.api.overrides.push({ path: /tokens$/, answer: 'network' }, { path: /tokens$/, answer });
    const asked = client.getToken({ skipCache: true });
    await world.time.advance(3300);
    expect(world.tokenCalls()).toHaveLength(2);
    await world.time.advance(200);
    expect(await asked).toMatch(/^ey/);
    expect(world.tokenCalls()).toHaveLength(3);
  });

  it('throws at once on a refusal that is about the request', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    world.api.overrides.push({
      path: /tokens/,
      answer: world.api.refuse(404, 'resource_not_found', undefined, 'No such template.'),
    });
    await expect(client.getToken({ template: 'nope' })).rejects.toMatchObject({ status: 404 });
    expect(client.getState().session).not.toBe(null);
  });

  it('turns signed out when the session was revoked: null, no cookie, other tabs too', async () => {
    const session = world.signedIn();
    const one = world.open();
    await one.client.load();
    world.api.end(session.id);
    expect(await one.client.getToken({ skipCache: true })).toBe(null);
    expect(one.client.getState()).toMatchObject({ session: null, user: null, status: 'ready' });
    expect(world.profile.cookies.has('__session')).toBe(false);
    expect(world.profile.cookies.get('__client_uat')).toBe('0');
  });
});

describe('freshness', () => {
  it('renews the token at 43 of its 60 seconds, so that changed claims show within a minute', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    world.api.claims.custom = { plan: 'gold' };
    await world.time.advance(42_000);
    expect(world.tokenCalls()).toHaveLength(0);
    await world.time.advance(2000);
    expect(world.tokenCalls()).toHaveLength(1);
    expect(client.getState().auth?.sessionClaims?.plan).toBe('gold');
    expect(readToken(world.profile.cookies.get('__session') ?? '')?.claims.plan).toBe('gold');
    await world.time.advance(600_000);
    expect(world.tokenCalls().length).toBeGreaterThanOrEqual(14);
    expect(world.tokenCalls().length).toBeLessThanOrEqual(16);
  });

  it('keeps trying while the server is away, and never signs out for it', async () => {
    world.signedIn();
    const { tab, client } = world.open();
    await client.load();
    tab.isOnline = false;
    await world.time.advance(120_000);
    expect(client.getState().session).not.toBe(null);
    await expect(client.getToken()).rejects.toMatchObject({ code: 'network_error' });
    tab.isOnline = true;
    await tab.comeBack();
    expect(await client.getToken()).toMatch(/^ey/);
  });

  it('notices on return that the session was revoked, and that somebody signed in elsewhere', async () => {
    const session = world.signedIn();
    const { tab, client } = world.open();
    await client.load();
    world.api.end(session.id);
    await world.time.advance(6000);
    await tab.comeBack();
    expect(client.getState().user).toBe(null);
    world.signedIn();
    await world.time.advance(6000);
    await tab.comeBack();
    expect(client.getState().user?.id).toBe(world.ada.id);
  });

  it('is not misled by a device clock that is an hour off', async () => {
    const session = world.signedIn();
    const { client } = world.open();
    await client.load();
    const ahead = { ...world.api, clock: { now: () => world.time.clock.now() - 3_600_000 } };
    const jwt = await createFakeFrontendApi(ahead).tokenFor({ ...session, id: session.id });
    expect(readToken(jwt)?.exp).toBeLessThan(world.time.clock.now() / 1000);
    const body = { object: 'token', jwt };
    world.api.overrides.push({ path: /custom$/, answer: { status: 200, body } });
    expect(await client.getToken({ template: 'custom' })).toBe(jwt);
    expect(await client.getToken({ template: 'custom' })).toBe(jwt);
  });
});

describe('two tabs', () => {
  it('share a renewed token instead of asking twice', async () => {
    world.signedIn();
    const one = world.open();
    const two = world.open();
    await Promise.all([one.client.load(), two.client.load()]);
    await world.time.advance(44_000);
    expect(world.tokenCalls()).toHaveLength(1);
    expect(await one.client.getToken()).toBe(await two.client.getToken());
    expect(one.client.getState().auth?.sessionClaims?.jti).toBe(
      two.client.getState().auth?.sessionClaims?.jti,
    );
  });

  it('sign in and out together', async () => {
    const one = world.open();
    const two = world.open();
    await Promise.all([one.client.load(), two.client.load()]);
    const signIn = await one.client
      .getState()
      .signIn!.create({ strategy: 'password', identifier: 'ada@example.com', password: 'correct horse' });
    await one.client.setActive({ session: signIn.createdSessionId });
    await world.time.settle();
    expect(two.client.getState().user?.id).toBe(world.ada.id);
    await one.client.getState().user?.update({ firstName: 'Countess' });
    await world.time.settle();
    expect(two.client.getState().user?.firstName).toBe('Countess');
    await two.client.signOut({ redirectUrl: '/bye' });
    await world.time.settle();
    expect(two.tab.visited).toEqual(['/bye']);
    expect(one.client.getState()).toMatchObject({ session: null, user: null });
    expect(world.profile.cookies.get('__client_uat')).toBe('0');
  });

  it('does not let an older token replace a newer one', async () => {
    world.signedIn();
    const one = world.open();
    const two = world.open();
    await Promise.all([one.client.load(), two.client.load()]);
    const old = await one.client.getToken();
    await world.time.advance(1000);
    const fresh = await two.client.getToken({ skipCache: true });
    expect(await one.client.getToken()).toBe(fresh);
    const answer = { status: 200, body: { object: 'token', jwt: old } };
    world.api.overrides.push({ path: /tokens$/, answer });
    expect(await one.client.getToken({ skipCache: true })).toBe(fresh);
    expect(world.profile.cookies.get('__session')).toBe(fresh);
  });
});

describe('signOut of one of several sessions', () => {
  it('leaves the others', async () => {
    const first = world.signedIn();
    const bob = world.api.addUser({ emailAddress: 'bob@example.com' });
    const second = world.api.startSession('client_1', bob.id);
    const { client } = world.open();
    await client.load();
    expect(client.getState().session?.id).toBe(second.id);
    await client.signOut({ sessionId: first.id });
    expect(client.getState().client?.sessions.map(({ id }) => id)).toEqual([second.id]);
    expect(client.getState().session?.id).toBe(second.id);
    await client.getState().session?.remove();
    expect(client.getState().session).toBe(null);
  });

  it('keeps the user signed in when the server cannot be told', async () => {
    world.signedIn();
    const { tab, client } = world.open();
    await client.load();
    tab.isOnline = false;
    await expect(client.signOut()).rejects.toMatchObject({ code: 'network_error' });
    expect(client.getState().user?.id).toBe(world.ada.id);
  });
});

describe('navigate', () => {
  it('goes where it is told, and never runs a script', async () => {
    const { tab, client } = world.open();
    await client.navigate('/next?a=b');
    for (const url of ['javascript:alert(1)', ' JaVa\nScRiPt:alert(1)'])
      await expect(client.navigate(url)).rejects.toThrow(/javascript: URL/);
    expect(tab.visited).toEqual(['/next?a=b']);
  });
});

describe('the resources', () => {
  it('list and revoke sessions, and change the password', async () => {
    world.signedIn();
    world.api.startSession('client_2', world.ada.id, 'Firefox');
    const { client } = world.open();
    await client.load();
    const user = client.getState().user!;
    const sessions = await user.getSessions();
    expect(sessions.map((one) => one.latestActivity?.browserName)).toEqual(['Chrome', 'Firefox']);
    await sessions[1]?.revoke();
    expect(await user.getSessions()).toHaveLength(1);
    const wrong = user.updatePassword({ currentPassword: 'nope', newPassword: 'something new' });
    await expect(wrong).rejects.toMatchObject({ paramName: 'current_password' });
    await user.updatePassword({ currentPassword: 'correct horse', newPassword: 'something new' });
    expect(world.ada.password).toBe('something new');
  });

  it('keep their identity while nothing about them changes', async () => {
    world.signedIn();
    const { client } = world.open();
    await client.load();
    const { user, session } = client.getState();
    await client.getToken({ skipCache: true });
    await client.reload();
    expect(client.getState().user).toBe(user);
    expect(client.getState().session).toBe(session);
  });

  it('read the environment once', async () => {
    const { client } = world.open();
    const environment = await client.loadEnvironment();
    expect(environment).toMatchObject({
      applicationName: 'Acme',
      firstName: { enabled: true },
      isSignUpOpen: true,
    });
    expect(await client.loadEnvironment()).toBe(environment);
  });
});
