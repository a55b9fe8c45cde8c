import { createKeySource, decodeJwt, tokenCategories, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appOrigin, createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { claimsTextOf, signInTestUser, useSessionTokenTemplate } from '../../testing/signed-in-browser.ts';
import { listEvents } from '../events/index.ts';
import { createSecretKey } from '../instances/index.ts';
import { drainSessionActivity, signOut } from '../sessions/index.ts';
import { publicKeySet } from '../signing-keys/index.ts';
import { previewSessionToken } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Browser = Awaited<ReturnType<typeof signInTestUser>>;

const askToken = (browser: Pick<Browser, 'session' | 'cookies'>, options: { origin?: string } = {}) =>
  server.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
    form: { organization_id: '', tab_state: 'focused' },
    cookies: browser.cookies,
    ...(options.origin && { headers: { origin: options.origin } }),
  });

const claimsOf = (jwt: string) => decodeJwt(jwt)?.claims ?? {};
const withoutTimes = (text: string) =>
  text
    .replace(/"(iat|exp|nbf)":\d+/g, '"$1":0')
    .replace(/"jti":"[^"]*"/, '"jti":""')
    .replace(/"fva":\[[^\]]*\]/, '"fva":[]');

describe('POST /v1/client/sessions/:id/tokens', () => {
  it('200: answers a bare token that verifies against the published keys', async () => {
    const browser = await signInTestUser(server);
    const answer = await askToken(browser);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    const body = answer.json();
    expect(Object.keys(body)).toEqual(['object', 'jwt']);
    const { keys } = await publicKeySet(server.dependencies, server.instance);
    const verified = await verifySessionToken(body.jwt, {
      keys: createKeySource(keys.map((key) => importPublicKey(key))),
      nowSeconds: server.clock.now().getTime() / 1000,
      issuer: server.instance.issuer,
      authorizedParties: [appOrigin],
    });
    expect(verified.ok).toBe(true);
  });

  it('200: the token has the default claims and header of version 2, times in seconds', async () => {
    const browser = await signInTestUser(server);
    server.clock.advance(125);
    const { jwt } = (await askToken(browser)).json();
    const now = Math.floor(server.clock.now().getTime() / 1000);
    const { claims, protectedHeader } = decodeJwt(jwt) ?? {};
    expect(claims).toEqual({
      azp: appOrigin,
      exp: now + 60,
      fva: [2, -1],
      iat: now,
      iss: server.instance.issuer,
      jti: expect.stringMatching(/^[0-9A-Za-z]{20,}$/),
      nbf: now - 10,
      sid: browser.session.id,
      sts: 'active',
      sub: browser.user.id,
      v: 2,
    });
    expect(Object.keys(claims ?? {})).toEqual(Object.keys(claims ?? {}).toSorted());
    expect(protectedHeader).toEqual({
      alg: 'RS256',
      cat: tokenCategories.session,
      kid: expect.any(String),
      oiat: now,
      typ: 'JWT',
    });
  });

  it('200: the custom claims follow a new template at the next token', async () => {
    const own = await createTestServer();
    const browser = await signInTestUser(own, {
      firstName: 'Ada',
      lastName: 'Lovelace',
      publicMetadata: { plan: 'pro' },
    });
    const ask = async () =>
      claimsOf(
        (
          await own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
            cookies: browser.cookies,
          })
        ).json().jwt,
      );
    expect(await ask()).not.toHaveProperty('fullName');
    await useSessionTokenTemplate(
      own,
      '{"fullName": "{{user.full_name}}", "primaryEmail": "{{user.primary_email_address}}", "sub": "mallory"}',
    );
    const address = browser.user.emailAddresses[0]?.emailAddress;
    expect(await ask()).toMatchObject({
      fullName: 'Ada Lovelace',
      primaryEmail: address,
      sub: browser.user.id,
    });
    await useSessionTokenTemplate(own, '{"plan": "{{user.public_metadata.plan}}"}');
    expect(await ask()).toMatchObject({ plan: 'pro' });
    await own.close();
  });

  it('401: authentication_invalid for every kind of wrong credential, with one and the same body', async () => {
    const [browser, other] = [await signInTestUser(server), await signInTestUser(server)];
    const signedOut = await signInTestUser(server);
    const client = { instanceId: server.instance.id, id: signedOut.clientId } as Parameters<
      typeof signOut
    >[1]['client'];
    await signOut(server.dependencies, { instanceId: server.instance.id, client, destroyClient: false });
    const name = server.instance.clientCookieName;
    for (const attempt of [
      { session: browser.session, cookies: {} },
      { session: browser.session, cookies: { [name]: 'made-up' } },
      { session: browser.session, cookies: { __client: browser.cookies[name] ?? '' } },
      { session: other.session, cookies: browser.cookies },
      { session: { ...browser.session, id: 'sess_unknown' }, cookies: browser.cookies },
      signedOut,
    ]) {
      const answer = await askToken(attempt);
      expect(answer.statusCode).toBe(401);
      expect(answer.json().errors.map(({ code }: { code: string }) => code)).toEqual([
        'authentication_invalid',
      ]);
    }
  });

  it('401: for an expired, an idle, and a banned user’s session', async () => {
    const own = await createTestServer({
      instance: { settings: { sessionLifetimeSeconds: 7200, sessionInactivitySeconds: 1800 } },
    });
    const ask = async (browser: Browser) =>
      (
        await own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
          cookies: browser.cookies,
        })
      ).statusCode;
    expect(await ask(await signInTestUser(own, { banned: true }))).toBe(401);
    const [idle, busy] = [await signInTestUser(own), await signInTestUser(own)];
    own.clock.advance(1700);
    expect(await ask(busy)).toBe(200);
    await drainSessionActivity(own.dependencies);
    own.clock.advance(200);
    expect(await ask(idle)).toBe(401);
    expect(await ask(busy)).toBe(200);
    await drainSessionActivity(own.dependencies);
    own.clock.advance(1500);
    expect(await ask(busy)).toBe(200);
    await drainSessionActivity(own.dependencies);
    own.clock.advance(1700);
    expect(await ask(busy)).toBe(200);
    await drainSessionActivity(own.dependencies);
    own.clock.advance(1700);
    expect(await ask(busy)).toBe(200);
    await drainSessionActivity(own.dependencies);
    own.clock.advance(500);
    expect(await ask(busy)).toBe(401);
    await own.close();
  });

  it('401: for a cookie of another instance', async () => {
    const own = await createTestServer();
    const browser = await signInTestUser(own);
    const cookies = { [server.instance.clientCookieName]: Object.values(browser.cookies)[0] ?? '' };
    expect((await askToken({ session: browser.session, cookies })).statusCode).toBe(401);
    await own.close();
  });

  it('404: for an organization; a bad argument is never 422, which would sign the browser out', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/client/sessions/${browser.session.id}/tokens`;
    const { cookies } = browser;
    const named = await server.frontend('POST', path, { form: { organization_id: 'org_1' }, cookies });
    expect(named.statusCode).toBe(404);
    const repeated = await server.frontend('POST', path, { form: { organization_id: ['', ''] }, cookies });
    expect(repeated.statusCode).toBe(404);
    const odd = await server.frontend('POST', path, { form: { tab_state: ['a', 'b'], token: 'x' }, cookies });
    expect(odd.statusCode).toBe(200);
  });
});

describe('POST /v1/client/sessions/:id/tokens/:template', () => {
  it('404: for an unknown template; 401 without a session', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/client/sessions/${browser.session.id}/tokens/hasura`;
    expect((await server.frontend('POST', path, { form: {}, cookies: browser.cookies })).statusCode).toBe(
      404,
    );
    expect((await server.frontend('POST', path, { form: {} })).statusCode).toBe(401);
  });
});

describe('what every token keeps', () => {
  it('iat is never before __client_uat, whatever the clock does', async () => {
    const browser = await signInTestUser(server);
    server.clock.advance(-5);
    const { iat } = claimsOf((await askToken(browser)).json().jwt);
    server.clock.advance(5);
    expect(iat).toBeGreaterThanOrEqual(Math.floor(browser.session.createdAt.getTime() / 1000));
  });

  it('a claim over the cookie’s limit leaves out all custom claims, marks the token and tells the operator', async () => {
    const own = await createTestServer();
    const browser = await signInTestUser(own, {
      firstName: 'Ada',
      publicMetadata: { blob: 'x'.repeat(3000) },
    });
    await useSessionTokenTemplate(
      own,
      '{"name": "{{user.first_name}}", "heavy": "{{user.public_metadata}}"}',
    );
    const ask = () =>
      own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, { cookies: browser.cookies });
    const claims = claimsOf((await ask()).json().jwt);
    await ask();
    expect(claims).toMatchObject({ sub: browser.user.id, __omitted: true });
    expect(claims).not.toHaveProperty('name');
    expect(claims).not.toHaveProperty('heavy');
    const events = await listEvents(own.dependencies.database.queries, own.instance.id, 10);
    const omitted = events.filter(({ type }) => type === 'session.claims_omitted');
    expect(omitted).toHaveLength(1);
    expect(omitted[0]?.data).toMatchObject({ user_id: browser.user.id, heaviest_claim: 'heavy' });
    const preview = await previewSessionToken(own.dependencies, {
      instance: own.instance,
      userId: browser.user.id,
    });
    expect(preview.omitted?.cookieBytes).toBeGreaterThan(4096);
    expect(preview.cookieBytes).toBeLessThan(4096);
    await own.close();
  });

  it('the limit is exact: 4,096 bytes of cookie name and value fit, one claim byte group more does not', async () => {
    const own = await createTestServer();
    const browser = await signInTestUser(own, {});
    const name = `__session_${own.instance.cookieSuffix}`;
    const sizes: number[] = [];
    for (let length = 2300; length < 2600; length += 1) {
      const source = JSON.stringify({ blob: 'x'.repeat(length) });
      const preview = await previewSessionToken(own.dependencies, {
        instance: own.instance,
        userId: browser.user.id,
        source,
      });
      if (!preview.omitted) sizes.push(preview.cookieBytes);
      else {
        expect(preview.omitted.cookieBytes).toBeGreaterThan(4096);
        break;
      }
    }
    expect(sizes.at(-1)).toBeGreaterThan(4092);
    expect(sizes.at(-1)).toBeLessThanOrEqual(4096);
    await useSessionTokenTemplate(own, JSON.stringify({ blob: 'x'.repeat(2300 + sizes.length - 1) }));
    const answer = await own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
      cookies: browser.cookies,
    });
    expect(name.length + answer.json().jwt.length).toBe(sizes.at(-1));
    await own.close();
  });

  it('private metadata is in no token, preview, Frontend answer or log line', async () => {
    const own = await createTestServer();
    const canary = 'canary-7f3a91';
    const browser = await signInTestUser(own, {
      privateMetadata: { note: canary },
      publicMetadata: { seen: true },
    });
    await useSessionTokenTemplate(
      own,
      '{"all": "{{user.private_metadata}}", "one": "{{user.private_metadata.note}}", "p": "{{user.public_metadata}}"}',
    );
    const { cookies, session } = browser;
    const token = await own.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    const texts = [
      claimsTextOf(token.json().jwt),
      JSON.stringify(
        await previewSessionToken(own.dependencies, { instance: own.instance, userId: browser.user.id }),
      ),
      (await own.frontend('GET', '/v1/client', { cookies })).body,
      (await own.frontend('POST', `/v1/client/sessions/${session.id}/touch`, { form: {}, cookies })).body,
      (await own.frontend('GET', '/v1/me/sessions/active', { cookies })).body,
      own.dependencies.logLines.join('\n'),
    ];
    expect(claimsOf(token.json().jwt)).toMatchObject({ all: null, one: null, p: { seen: true } });
    for (const text of texts) expect(text).not.toContain(canary);
    await own.close();
  });

  it('logs no token and no cookie', async () => {
    const browser = await signInTestUser(server);
    await askToken(browser);
    const log = server.dependencies.logLines.join('\n');
    expect(log).not.toMatch(/eyJ[\w-]+\.eyJ/);
    for (const secret of Object.values(browser.cookies)) expect(log).not.toContain(secret);
  });
});

describe('a preview', () => {
  const template = `{"fullName": "{{user.full_name}}", "mail": "{{user.primary_email_address || 'none'}}",
    "verified": "{{user.email_verified}}", "meta": "{{user.public_metadata}}", "u": "{{user.unsafe_metadata.x}}",
    "picture": "{{user.image_url}}", "age": "{{user.factor_verification_age}}"}`;

  it('equals the next token byte for byte but for iat exp nbf jti fva, also after another origin asked', async () => {
    const own = await createTestServer();
    await useSessionTokenTemplate(own, template);
    const browser = await signInTestUser(own, {
      firstName: 'Łucja "L"',
      publicMetadata: { b: [1, { c: null }], a: 'ü' },
      unsafeMetadata: { x: '{{user.id}}' },
    });
    const preview = () =>
      previewSessionToken(own.dependencies, { instance: own.instance, userId: browser.user.id });
    for (const origin of [appOrigin, 'http://localhost:4000']) {
      const ask = () =>
        own.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
          cookies: browser.cookies,
          headers: { origin },
        });
      await ask();
      const shown = await preview();
      const { jwt } = (await ask()).json();
      expect(withoutTimes(claimsTextOf(jwt))).toBe(withoutTimes(shown.claimsJson));
      expect(shown.tokenBytes).toBe(jwt.length);
      expect(shown.cookieBytes).toBe(jwt.length + shown.cookieName.length);
      expect(claimsOf(jwt).azp).toBe(origin);
    }
    await own.close();
  });

  it('shows a draft with its problems, and a user who never signed in', async () => {
    const own = await createTestServer();
    const browser = await signInTestUser(own, { firstName: 'Ada' });
    await signOut(own.dependencies, {
      instanceId: own.instance.id,
      client: { id: browser.clientId } as Parameters<typeof signOut>[1]['client'],
      destroyClient: false,
    });
    const shown = await previewSessionToken(own.dependencies, {
      instance: own.instance,
      userId: browser.user.id,
      source: '{"name": "{{user.first_name}}", "nope": "{{user.nope}}"}',
    });
    expect(shown.sessionId).toBeNull();
    expect(shown.customClaims).toEqual({ name: 'Ada', nope: null });
    expect(shown.diagnostics.map(({ code }) => code)).toContain('shortcode_unknown');
    await own.close();
  });
});

describe('the SDK’s proxy', () => {
  it('stands in for the Origin header, with its secret key only', async () => {
    const browser = await signInTestUser(server);
    const { secret } = await createSecretKey(server.dependencies, {
      instance: server.instance,
      name: 'Proxy',
      actor: { type: 'server', id: null },
    });
    const proxied = { 'clerk-proxy-url': 'https://app.example.com/__clerk', 'clerk-secret-key': secret };
    const [answer, without] = await Promise.all(
      [proxied, { 'clerk-proxy-url': 'https://evil.example.com' }].map((headers) =>
        server.inject({
          method: 'POST',
          url: `/i/${server.instance.slug}/v1/client/sessions/${browser.session.id}/tokens`,
          headers: { host: 'localhost:1853', 'sec-fetch-site': 'same-origin', ...headers },
          cookies: browser.cookies,
        }),
      ),
    );
    expect(claimsOf(answer?.json().jwt).azp).toBe('https://app.example.com');
    expect(claimsOf(without?.json().jwt).azp).not.toContain('evil');
  });
});
