import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { claimsTextOf, signInTestUser, useSessionTokenTemplate } from '../../../testing/signed-in-browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await useSessionTokenTemplate(server, '{"notes": "{{user.public_metadata.notes}}"}');
});
afterAll(() => server.close());

const NOTES = 'x'.repeat(5_000);
const claimsOf = (sessionId: string) => server.backend('GET', `/v1/sessions/${sessionId}/claims`);

describe('GET /v1/sessions/:id/claims', () => {
  it('200: the custom claims that the token had to leave out, and nothing else of the user', async () => {
    const browser = await signInTestUser(server, {
      publicMetadata: { notes: NOTES },
      privateMetadata: { canary: 'never' },
    });
    const token = await server.backend('POST', `/v1/sessions/${browser.session.id}/tokens`);
    expect(JSON.parse(claimsTextOf(token.json().jwt))).toMatchObject({ __omitted: true });
    const answer = await claimsOf(browser.session.id);
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        object: 'session_claims',
        session_id: browser.session.id,
        claims: { notes: NOTES },
        claims_as_of: server.clock.now().getTime(),
      },
    ]);
  });

  it('404: for a session that is over, unknown, or of another instance', async () => {
    const browser = await signInTestUser(server);
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    const other = await createTestServer();
    const foreign = await signInTestUser(other);
    for (const id of [browser.session.id, foreign.session.id, 'sess_none']) {
      const answer = await claimsOf(id);
      expect([answer.statusCode, answer.json().errors[0].code], id).toEqual([404, 'resource_not_found']);
    }
    await other.close();
  });
});
