import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { ensureClient } from '../clients/index.ts';
import { prepareSession, startSessionIn } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

/** Signs a user in, in a browser that exists already. */
async function signInAt(clientId: string, userId: string) {
  const { dependencies, instance } = server;
  const now = dependencies.clock.now();
  const input = {
    instance,
    clientId,
    userId,
    firstFactorVerifiedAt: now,
    strategy: 'password',
    origin: null,
  };
  const prepared = prepareSession(dependencies, input);
  return dependencies.database.transaction((queries) => startSessionIn(queries, prepared));
}

const clientWith = async (secret: string | null) =>
  (
    await server.frontend('GET', '/v1/client', {
      cookies: { [server.instance.clientCookieName]: secret ?? '' },
    })
  ).json().response;

describe('a sign-in', () => {
  it('changes the client’s secret: one planted before it opens nothing after it', async () => {
    const { dependencies, instance } = server;
    const { user } = await signInTestUser(server);
    const planted = await ensureClient(dependencies, { instanceId: instance.id, client: null });
    expect(await clientWith(planted.secret)).toMatchObject({ id: planted.client.id, sessions: [] });
    const issued = await signInAt(planted.client.id, user.id);
    expect(await clientWith(planted.secret)).toBeNull();
    expect((await clientWith(issued.secret)).sessions).toHaveLength(1);
  });

  it('replaces the session that the browser had', async () => {
    const browser = await signInTestUser(server);
    const other = await signInTestUser(server);
    await signInAt(browser.clientId, other.user.id);
    const { status } = (await server.backend('GET', `/v1/sessions/${browser.session.id}`)).json();
    expect(status).toBe('replaced');
  });

  it('fails when the client was destroyed meanwhile', async () => {
    const browser = await signInTestUser(server);
    await server.frontend('DELETE', '/v1/client', { cookies: browser.cookies });
    await expect(signInAt(browser.clientId, browser.user.id)).rejects.toMatchObject({
      code: 'authentication_invalid',
    });
  });

  it('stores no secret', async () => {
    const browser = await signInTestUser(server);
    const rows = await server.dependencies.database.queries
      .selectFrom('clients')
      .selectAll()
      .where('id', '=', browser.clientId)
      .execute();
    expect(JSON.stringify(rows)).not.toContain(Object.values(browser.cookies)[0]);
  });
});
