import { decodeJwt, signJwt, tokenCategories } from '@bartleby/session-token';
import { createNodeSigner, generateSigningKey } from '@bartleby/session-token/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInApp } from '../../testing/handshake-steps.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';
import { activeSigner } from '../signing-keys/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const APP = 'http://localhost:3000';

interface App {
  browser: SignedInBrowser;
  expiredToken: string;
  refreshToken: string;
}

/** A browser whose token expired while its tab was closed. */
async function expiredApp(): Promise<App> {
  const browser = await signInTestUser(server);
  const cookies = await signInApp(server, `${APP}/`, browser.cookies);
  server.clock.advance(70);
  const { cookieSuffix } = server.instance;
  return {
    browser,
    expiredToken: cookies[`__session_${cookieSuffix}`] ?? '',
    refreshToken: cookies[`__refresh_${cookieSuffix}`] ?? '',
  };
}

const refresh = (app: App, change: Record<string, unknown> = {}, sessionId = app.browser.session.id) =>
  server.backend('POST', `/v1/sessions/${sessionId}/refresh?suffixed_cookies=true`, {
    format: 'cookie',
    expired_token: app.expiredToken,
    refresh_token: app.refreshToken,
    request_origin: APP,
    request_headers: { cookie: ['a=b'] },
    ...change,
  });

const refused = async (answer: ReturnType<typeof refresh>) => {
  const { statusCode, json } = await answer;
  return [statusCode, json().errors[0].code];
};

/** A token that is ours in everything but one claim. */
async function sign(claims: Record<string, unknown>): Promise<string> {
  const signer = await activeSigner(server.dependencies, {
    ...server.instance,
    version: Number.MAX_SAFE_INTEGER,
  });
  return signJwt({ claimsJson: JSON.stringify(claims), category: tokenCategories.session, signer });
}

describe('POST /v1/sessions/:id/refresh', () => {
  it('200: cookies with a fresh token, both names, the suffixed one last', async () => {
    const app = await expiredApp();
    const body = (await refresh(app)).json();
    expect(body.object).toBe('cookies');
    expect(body.cookies.map((line: string) => line.split('=')[0])).toEqual([
      '__session',
      `__session_${server.instance.cookieSuffix}`,
    ]);
    const { claims } = decodeJwt(body.cookies.at(-1).split(/[=;]/)[1]) ?? {};
    expect(claims).toMatchObject({ sid: app.browser.session.id, azp: APP, sub: app.browser.user.id });
    expect(claims?.iat).toBe(Math.floor(server.clock.now().getTime() / 1000));
  });

  it('200: a bare token without format', async () => {
    const body = (await refresh(await expiredApp(), { format: 'token' })).json();
    expect(body).toEqual({ object: 'token', jwt: expect.stringMatching(/^eyJ/) });
  });

  it('an expired token is exchanged once; the requests of one page count as one', async () => {
    const app = await expiredApp();
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => refresh(app)))).map(
      (a) => a.statusCode,
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    server.clock.advance(11);
    const consumed = [401, 'session_refresh_expired_session_token_consumed'];
    expect(await refused(refresh(app))).toEqual(consumed);
  });

  it('401 with a code for each thing that can be wrong', async () => {
    const app = await expiredApp();
    const other = await expiredApp();
    const good = decodeJwt(app.expiredToken)?.claims ?? {};
    const { sid: _sid, ...withoutSid } = good;
    const { iat: _iat, ...withoutIat } = good;
    const { azp: _azp, ...withoutAzp } = good;
    const strange = await generateSigningKey();
    const forged = await signJwt({
      claimsJson: JSON.stringify(good),
      category: tokenCategories.session,
      signer: createNodeSigner(
        strange.privateKeyPem,
        decodeJwt(app.expiredToken)?.protectedHeader.kid as string,
      ),
    });
    for (const [change, code] of [
      [{ refresh_token: 'unknown' }, 'refresh_token_not_found'],
      [{ refresh_token: undefined }, 'refresh_token_not_found'],
      [{ refresh_token: other.refreshToken }, 'refresh_sid_mismatch'],
      [{ expired_token: other.expiredToken }, 'refresh_sid_mismatch'],
      [{ expired_token: 'x.y.z' }, 'expired_session_token_invalid'],
      [{ expired_token: undefined }, 'expired_session_token_invalid'],
      [{ expired_token: forged }, 'expired_session_token_invalid'],
      [{ expired_token: await sign({ ...good, iss: 'https://evil.test' }) }, 'expired_session_token_invalid'],
      [{ expired_token: await sign(withoutSid) }, 'expired_session_token_missing_sid'],
      [{ expired_token: await sign(withoutIat) }, 'session_refresh_expired_session_token_missing_iat'],
      [{ expired_token: await sign(withoutAzp) }, 'expired_session_token_missing_azp'],
      [{ request_origin: 'not an origin' }, 'refresh_request_origin_invalid'],
      [{ request_origin: undefined }, 'refresh_request_origin_invalid'],
      [{ request_origin: 'http://localhost:4000' }, 'refresh_request_origin_azp_mismatch'],
    ] as const)
      expect([change, ...(await refused(refresh(app, change)))]).toEqual([change, 401, code]);
    expect((await refresh(app)).statusCode).toBe(200);
  });

  it('401: a day-old token', async () => {
    const app = await expiredApp();
    server.clock.advance(86_400);
    expect(await refused(refresh(app))).toEqual([401, 'session_refresh_expired_session_token_too_old']);
  });

  it('401: after sign-out and after revocation, though the cookie is still in the browser', async () => {
    const signedOut = await expiredApp();
    await server.frontend('DELETE', '/v1/client/sessions', { cookies: signedOut.browser.cookies });
    expect(await refused(refresh(signedOut))).toEqual([401, 'session_refresh_inactive_session']);
    const revoked = await expiredApp();
    await server.backend('POST', `/v1/sessions/${revoked.browser.session.id}/revoke`);
    expect(await refused(refresh(revoked))).toEqual([401, 'session_refresh_inactive_session']);
  });

  it('401: with the refresh token of a deleted user', async () => {
    const app = await expiredApp();
    await server.dependencies.database.queries
      .deleteFrom('users')
      .where('instance_id', '=', server.instance.id)
      .where('id', '=', app.browser.user.id)
      .execute();
    expect(await refused(refresh(app))).toEqual([401, 'session_refresh_user_not_found']);
  });

  it('refresh tokens are stored hashed, the newest eight of a session', async () => {
    const app = await expiredApp();
    for (let count = 0; count < 10; count += 1) {
      server.clock.advance(1);
      await signInApp(server, `${APP}/`, app.browser.cookies);
    }
    const rows = await server.dependencies.database.queries
      .selectFrom('refresh_tokens')
      .selectAll()
      .where('session_id', '=', app.browser.session.id)
      .execute();
    expect(rows).toHaveLength(8);
    expect(JSON.stringify(rows)).not.toContain(app.refreshToken);
    expect(await refused(refresh(app))).toEqual([401, 'refresh_token_not_found']);
  });
});
