import { decodeJwt } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser, useSessionTokenTemplate } from '../../testing/signed-in-browser.ts';
import { insertPhoneNumber, type PhoneNumber, updateUserFields } from '../users/index.ts';
import { previewSessionToken } from './preview-session-token.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

/** The statements that `work` sends to the database, on any connection. */
async function statementsOf(
  work: () => Promise<unknown>,
): Promise<{ text: string; name: string | undefined }[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const statements = spy.mock.calls.map(([query]) => {
    const { text = String(query), name } = query as unknown as { text?: string; name?: string };
    return { text, name };
  });
  spy.mockRestore();
  return statements;
}

describe('a token request', () => {
  it('is one named statement once the node knows the template; and once more when that has changed', async () => {
    const { cookies, session } = await signInTestUser(server, { publicMetadata: { plan: 'pro' } });
    const ask = () => server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    for (let count = 0; count < 4; count += 1) await ask();
    const warm = await statementsOf(ask);
    expect(warm).toHaveLength(1);
    expect(warm[0]?.name).toMatch(/^bartleby_/);
    expect(warm[0]?.text).not.toMatch(/private_metadata|password_hash/);
    expect(warm[0]?.text).not.toContain('public_metadata');
    expect(warm[0]?.text).not.toContain('phone_number');

    await useSessionTokenTemplate(server, '{"plan": "{{user.public_metadata.plan}}"}');
    const changed = await statementsOf(ask);
    expect(changed.filter(({ text }) => text.includes('from sessions s'))).toHaveLength(2);
    const after = await statementsOf(ask);
    expect(after).toHaveLength(1);
    expect(after[0]?.text).toContain('public_metadata');
  });

  it("says a user's numbers, in the token and in its preview, once the template reads them", async () => {
    const { cookies, session, user } = await signInTestUser(server);
    const { database, clock } = server.dependencies;
    const now = clock.now();
    const number: PhoneNumber = {
      instanceId: server.instance.id,
      id: server.dependencies.random.id('idn'),
      userId: user.id,
      phoneNumber: '+15555550101',
      verified: true,
      reserved: false,
      verificationStrategy: 'admin',
      verifiedAt: now,
      verificationId: null,
      reservedForSecondFactor: true,
      defaultSecondFactor: false,
      createdAt: now,
      updatedAt: now,
    };
    await insertPhoneNumber(database.queries, number);
    await updateUserFields(database.queries, user, { primaryPhoneNumberId: number.id }, now);
    await useSessionTokenTemplate(
      server,
      '{"phone": "{{user.primary_phone_number}}", "proved": "{{user.phone_number_verified}}", "two": "{{user.two_factor_enabled}}"}',
    );
    const expected = { phone: '+15555550101', proved: true, two: true };
    const answer = await server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    expect(decodeJwt(answer.json().jwt)).toMatchObject(expected);
    const preview = await previewSessionToken(server.dependencies, {
      instance: server.instance,
      userId: user.id,
    });
    expect(preview.customClaims).toEqual(expected);
  });

  it('comes back to one load when many ask at once after a change', async () => {
    const { cookies, session } = await signInTestUser(server);
    const ask = () => server.frontend('POST', `/v1/client/sessions/${session.id}/tokens`, { cookies });
    await useSessionTokenTemplate(server, '{"a": 1}');
    const statements = await statementsOf(() => Promise.all(Array.from({ length: 20 }, ask)));
    expect(statements.filter(({ text }) => text.includes('session_token_templates'))).toHaveLength(1);
  });
});
