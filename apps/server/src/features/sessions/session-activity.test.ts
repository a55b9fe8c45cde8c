import { describe, expect, it } from 'vitest';
import { createTestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { drainSessionActivity, findSession } from './index.ts';

describe('the activity of a session', () => {
  it('is written by the time the server has closed, though no answer waits for it', async () => {
    const server = await createTestServer();
    const { cookies, session } = await signInTestUser(server);
    server.clock.advance(61);
    const path = `/v1/client/sessions/${session.id}/tokens`;
    await Promise.all(Array.from({ length: 10 }, () => server.frontend('POST', path, { cookies })));
    await server.app.close();
    const { queries } = server.dependencies.database;
    const stored = await findSession(queries, server.instance.id, session.id);
    expect(stored?.lastActiveAt).toEqual(server.clock.now());
    await server.dependencies.database.close();
  });

  it('moves the user’s last_active_at once a day', async () => {
    const server = await createTestServer();
    server.clock.set(new Date('2026-03-01T12:00:00Z'));
    const { cookies, session, user } = await signInTestUser(server);
    const ask = async () => {
      await server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
      await drainSessionActivity(server.dependencies);
      return (await server.backend('GET', `/v1/users/${user.id}`)).json().last_active_at;
    };
    server.clock.advance(60);
    const noon = Date.parse('2026-03-01T12:01:00Z');
    expect(await ask()).toBe(noon);
    server.clock.advance(3600);
    expect(await ask()).toBe(noon);
    server.clock.advance(11 * 3600);
    expect(await ask()).toBe(Date.parse('2026-03-02T00:01:00Z'));
    await server.close();
  });
});
