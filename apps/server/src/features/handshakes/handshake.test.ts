import { decodeJwt } from '@bartleby/session-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { handshakeFrom, nonceOf, parseLines } from '../../testing/handshake-steps.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { sweepHandshakes } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const APP = 'http://localhost:3000';
const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;

describe('GET /v1/client/handshake, development', () => {
  it('307: back to the same URL with a nonce; query and fragment stay as they were', async () => {
    const answer = await handshakeFrom(server, `${APP}/a%20b?q=x+y%26&z#part`, {});
    expect(answer.statusCode).toBe(307);
    expect(answer.headers.location).toMatch(
      /^http:\/\/localhost:3000\/a%20b\?q=x\+y%26&z&__clerk_handshake_nonce=[0-9A-Za-z]{43}#part$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('307: an old nonce in the URL is replaced', async () => {
    const answer = await handshakeFrom(server, `${APP}/?__clerk_handshake_nonce=old&a=1`, {});
    const url = new URL(String(answer.headers.location));
    expect(url.searchParams.getAll('__clerk_handshake_nonce')).toEqual([nonceOf(answer)]);
    expect(url.searchParams.get('a')).toBe('1');
  });

  it('307: signed in, the directives carry a token, both cookie names, the valid one last', async () => {
    const browser = await signInTestUser(server);
    const answer = await handshakeFrom(server, `${APP}/page`, browser.cookies);
    const { directives } = (
      await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonceOf(answer)}`)
    ).json();
    const suffix = server.instance.cookieSuffix;
    const last = parseLines(directives).at(-1);
    expect(last?.name).toBe(`__session_${suffix}`);
    const { sid, azp, iat } = decodeJwt(last?.value)?.claims ?? {};
    expect([sid, azp]).toEqual([browser.session.id, APP]);
    const names = parseLines(directives).map(({ name, attributes }) => `${name} ${attributes}`);
    const place = 'Path=/; SameSite=Lax';
    const expired = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';
    expect(names).toEqual([
      `__clerk_db_jwt ${place}; Max-Age=31536000`,
      `__clerk_db_jwt_${suffix} ${place}; Max-Age=31536000`,
      `__client_uat ${place}; ${expired}`,
      `__client_uat_${suffix} ${place}; ${expired}`,
      '__client_uat Path=/; Domain=localhost; Max-Age=315360000; SameSite=Strict',
      `__client_uat_${suffix} Path=/; Domain=localhost; Max-Age=315360000; SameSite=Strict`,
      `__refresh_${suffix} ${place}; HttpOnly; Max-Age=604800`,
      `__session ${place}; Max-Age=31536000`,
      `__session_${suffix} ${place}; Max-Age=31536000`,
    ]);
    const uat = parseLines(directives).findLast(({ name }) => name === '__client_uat')?.value;
    expect(Number(uat)).toBeGreaterThan(0);
    expect(iat).toBeGreaterThanOrEqual(Number(uat));
    for (const { value } of parseLines(directives)) expect(value).not.toContain('=');
  });

  it('307: a stranger’s directives sign out and name a development browser', async () => {
    const answer = await handshakeFrom(server, `${APP}/`, {});
    const { directives } = (
      await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonceOf(answer)}`)
    ).json();
    const lines = parseLines(directives);
    expect(lines.filter(({ name }) => name.startsWith('__session')).map(({ value }) => value)).toEqual([
      '',
      '',
    ]);
    expect(lines.findLast(({ name }) => name === '__client_uat')?.value).toBe('0');
    expect(lines.find(({ name }) => name === '__clerk_db_jwt')?.value).toMatch(/^dvb_[0-9A-Za-z]{27}$/);
  });

  it('identifies by the client cookie: another app’s __clerk_db_jwt changes nothing, an odd one is not repeated', async () => {
    const browser = await signInTestUser(server);
    const foreign = 'dvb_0123456789012345678901234567'.slice(0, 31);
    for (const devBrowser of [foreign, 'x; Domain=evil']) {
      const answer = await handshakeFrom(server, `${APP}/`, browser.cookies, {
        __clerk_db_jwt: devBrowser,
        suffixed_cookies: 'false',
      });
      const { directives } = (
        await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonceOf(answer)}`)
      ).json();
      expect(decodeJwt(parseLines(directives).at(-1)?.value)?.claims.sid).toBe(browser.session.id);
      expect(directives.join()).not.toContain('evil');
    }
  });

  it('a session revoked between redirect and redemption is not answered', async () => {
    const browser = await signInTestUser(server);
    const answer = await handshakeFrom(server, `${APP}/`, browser.cookies);
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    const { directives } = (
      await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonceOf(answer)}`)
    ).json();
    expect(directives.join()).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  it.each([
    '//evil.test', '/\\evil.test', '\\\\evil.test', 'https:evil.test', 'https:/\\evil.test', '/%09/evil.test',
    'http://localhost:3000@evil.test', 'http://localhost:3000.evil.test', 'http://localhost%00.evil.test',
    'http://localhostevil.test', 'javascript:alert(1)', 'data:text/html,x', 'ftp://localhost:3000/',
    'http://localhost:3000%0d%0aset-cookie:x', 'http://user:pass@localhost:3000/', 'http://evil.test:3000/',
    'http://ｌocalhost.evil.test/', 'http://localhost:3000\\@evil.test', ' http://evil.test', '', 'x'.repeat(9000),
  ])('400: never redirects to %s', async (redirectUrl) => {
    const answer = await handshakeFrom(server, redirectUrl, {});
    expect(answer.statusCode).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(codeOf(answer)).toBe('redirect_url_invalid');
  }); // biome-ignore format: a table

  it('400: without redirect_url', async () => {
    const answer = await server.frontend('GET', '/v1/client/handshake');
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'redirect_url_invalid']);
  });

  it('400: an app on 127.0.0.1 is told to be opened on localhost, as a page for a person', async () => {
    const url = 'http://127.0.0.1:3000/<script>';
    const json = await handshakeFrom(server, url, {});
    expect(codeOf(json)).toBe('app_on_other_loopback_name');
    const page = await handshakeFrom(server, url, {}, {}, { accept: 'text/html,*/*' });
    expect(page.statusCode).toBe(400);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('Open http://localhost:3000 instead');
    expect(page.body).not.toContain('<script>');
  });

  it('through the SDK’s proxy the app may be on 127.0.0.1, when its origin is allowed', async () => {
    const own = await createTestServer({
      instance: { settings: { allowedOrigins: ['http://127.0.0.1:3000'] } },
    });
    const answer = await own.inject({
      method: 'GET',
      url: `/v1/client/handshake?redirect_url=${encodeURIComponent('http://127.0.0.1:3000/x')}`,
      headers: {
        host: 'localhost:1853',
        'clerk-proxy-url': 'http://127.0.0.1:3000/__clerk',
        'clerk-secret-key': own.secretKey,
      },
    });
    expect(answer.statusCode).toBe(307);
    await own.close();
  });
});

describe('GET /v1/client/handshake, live', () => {
  it('307: to the URL itself, the nonce in a cookie of the common domain, which a directive expires', async () => {
    const live = await createTestServer({
      config: { publicUrl: 'https://clerk.acme.test' },
      instance: { environmentType: 'production', settings: { allowedOrigins: ['https://app.acme.test'] } },
    });
    const browser = await signInTestUser(live, { origin: 'https://app.acme.test' });
    const host = { host: 'clerk.acme.test' };
    const answer = await handshakeFrom(live, 'https://app.acme.test/x?a=1', browser.cookies, {}, host);
    expect(answer.headers.location).toBe('https://app.acme.test/x?a=1');
    const [line] = [answer.headers['set-cookie']].flat();
    const place = 'Path=/; Domain=acme.test; HttpOnly; Secure; SameSite=Lax';
    expect(line).toMatch(new RegExp(`^__clerk_handshake_nonce=[0-9A-Za-z]{43}; ${place}; Max-Age=120$`));
    const nonce = line?.split(/[=;]/)[1];
    const { directives } = (await live.backend('GET', `/v1/clients/handshake_payload?nonce=${nonce}`)).json();
    expect(directives[0]).toBe(`__clerk_handshake_nonce=; ${place}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`);
    const lines = parseLines(directives);
    expect(lines.map(({ name }) => name)).not.toContain('__clerk_db_jwt');
    for (const { attributes } of lines) expect(attributes).toContain('Secure');
    expect(lines.filter(({ attributes }) => attributes.includes('Domain=acme.test'))).toHaveLength(3);
    expect(decodeJwt(lines.at(-1)?.value)?.claims.azp).toBe('https://app.acme.test');
    await live.close();
  });
});

describe('GET /v1/clients/handshake_payload', () => {
  const redeem = (nonce: string | null, on = server) =>
    on.backend('GET', `/v1/clients/handshake_payload?nonce=${nonce}`);

  it('100 at once: exactly one gets the directives, the others 404', async () => {
    const browser = await signInTestUser(server);
    const nonce = nonceOf(await handshakeFrom(server, `${APP}/`, browser.cookies));
    const answers = await Promise.all(Array.from({ length: 100 }, () => redeem(nonce)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 404)).toHaveLength(99);
  });

  it('404: unknown, expired, or with another instance’s key; 401: without a key; 422: without a nonce', async () => {
    expect((await redeem('unknown')).statusCode).toBe(404);
    const old = nonceOf(await handshakeFrom(server, `${APP}/`, {}));
    server.clock.advance(120);
    expect((await redeem(old)).statusCode).toBe(404);
    const nonce = nonceOf(await handshakeFrom(server, `${APP}/`, {}));
    const other = await createTestServer();
    expect((await redeem(nonce, other)).statusCode).toBe(404);
    await other.close();
    const bare = await server.inject({
      url: `/v1/clients/handshake_payload?nonce=${nonce}`,
      headers: { host: 'localhost:1853' },
    });
    expect(bare.statusCode).toBe(401);
    expect((await server.backend('GET', '/v1/clients/handshake_payload')).statusCode).toBe(422);
    expect((await redeem(nonce)).statusCode).toBe(200);
  });

  it('nonces are stored hashed; expired ones are swept', async () => {
    const own = await createTestServer();
    own.clock.advance(-3600);
    const nonce = nonceOf(await handshakeFrom(own, `${APP}/`, {}));
    const rows = () =>
      own.dependencies.database.queries
        .selectFrom('handshake_nonces')
        .selectAll()
        .where('instance_id', '=', own.instance.id)
        .execute();
    expect(JSON.stringify(await rows())).not.toContain(nonce);
    own.clock.advance(121);
    await sweepHandshakes(own.dependencies);
    expect(await rows()).toEqual([]);
    await own.close();
  });
});

describe('POST /v1/dev_browser', () => {
  it('200: an id that identifies nobody', async () => {
    const answer = await server.frontend('POST', '/v1/dev_browser');
    expect(answer.json()).toEqual({
      object: 'dev_browser',
      id: expect.stringMatching(/^dvb_/),
      token: answer.json().id,
    });
  });
});

describe('GET /v1/environment, development', () => {
  const ask = (headers: Record<string, string>) => server.frontend('GET', '/v1/environment', { headers });
  const nameOf = () => `__clerk_db_jwt_${server.instance.cookieSuffix}`;

  it('200: a page gets its development browser token, once, where its scripts can read it', async () => {
    const first = await ask({ origin: APP });
    expect(first.statusCode).toBe(200);
    const line = String(first.headers['set-cookie']);
    expect(line).toMatch(
      new RegExp(`^${nameOf()}=dvb_[0-9A-Za-z]{27}; Path=/; SameSite=Lax; Max-Age=31536000$`),
    );
    const again = await ask({ origin: APP, cookie: line.split(';')[0] ?? '' });
    expect(again.headers['set-cookie']).toBeUndefined();
  });
});
