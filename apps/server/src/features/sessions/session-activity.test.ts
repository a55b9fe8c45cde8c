import { describe, expect, it } from 'vitest';
import { createTestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { findSession } from './index.ts';

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
});
