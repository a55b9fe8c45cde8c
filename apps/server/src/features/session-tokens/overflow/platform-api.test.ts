import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { signInTestUser, useSessionTokenTemplate } from '../../../testing/signed-in-browser.ts';
import { recordEvent, serverActor } from '../../events/index.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
  await useSessionTokenTemplate(
    server,
    '{"notes": "{{user.public_metadata.notes}}", "name": "{{user.full_name}}"}',
  );
});
afterAll(() => server.close());

const overflows = async () => (await platform.onInstance('GET', '/session_token/overflows')).body;
const askToken = (sessionId: string) => server.backend('POST', `/v1/sessions/${sessionId}/tokens`);

describe('GET /session_token/overflows', () => {
  it('names nobody while every token fits', async () => {
    const browser = await signInTestUser(server, { publicMetadata: { notes: 'short' } });
    await askToken(browser.session.id);
    expect(await overflows()).toEqual({ data: [], more: false });
  });

  it('names the user and the claim, once, until the token fits again or the user is gone', async () => {
    const publicMetadata = { notes: 'x'.repeat(5_000) };
    const heavy = await signInTestUser(server, { firstName: 'Ada', publicMetadata });
    const other = await signInTestUser(server, { publicMetadata });
    for (const { session } of [heavy, other, heavy]) await askToken(session.id);
    const { data } = await overflows();
    expect(data).toHaveLength(2);
    expect(data).toContainEqual({
      user_id: heavy.user.id,
      name: 'Ada',
      cookie_bytes: expect.any(Number),
      max_bytes: 4_096,
      heaviest_claim: 'notes',
      heaviest_claim_bytes: 5_012,
      first_at: expect.any(Number),
      last_at: expect.any(Number),
    });
    expect(JSON.stringify(data)).not.toContain('xxxx');

    const path = `/v1/users/${heavy.user.id}/metadata`;
    await server.backend('PATCH', path, { public_metadata: { notes: 'short' } });
    expect((await overflows()).data.map((one: { user_id: string }) => one.user_id)).toEqual([other.user.id]);
    await server.backend('DELETE', `/v1/users/${other.user.id}`);
    expect(await overflows()).toEqual({ data: [], more: false });
  });

  it('names who lost claims long ago behind many whose tokens fit again', async () => {
    const own = await createTestServer();
    const caller = await createPlatformCaller(own);
    await useSessionTokenTemplate(own, '{"notes": "{{user.public_metadata.notes}}"}');
    const publicMetadata = { notes: 'x'.repeat(5_000) };
    const heavy = await signInTestUser(own, { publicMetadata });
    await own.backend('POST', `/v1/sessions/${heavy.session.id}/tokens`);
    for (let index = 0; index < 21; index += 1) {
      const { user } = await signInTestUser(own, {});
      await recordEvent(own.dependencies.database.queries, own.instance.id, {
        type: 'session.claims_omitted',
        actor: serverActor,
        data: { user_id: user.id },
      });
    }
    const { body } = await caller.onInstance('GET', '/session_token/overflows');
    expect(body.data.map((one: { user_id: string }) => one.user_id)).toEqual([heavy.user.id]);
    expect(body.more).toBe(false);
    await own.close();
  });

  it('tells when the user’s claims were lost first and last', async () => {
    const publicMetadata = { notes: 'x'.repeat(5_000) };
    const [heavy, other] = [await signInTestUser(server, { publicMetadata }), await signInTestUser(server)];
    const lostAt = (userId: string, at: string) =>
      server.dependencies.database.queries
        .insertInto('events')
        .values({
          instance_id: server.instance.id,
          type: 'session.claims_omitted',
          actor: JSON.stringify(serverActor),
          data: JSON.stringify({ user_id: userId }),
          created_at: new Date(at),
        })
        .execute();
    await lostAt(other.user.id, '2025-12-01T08:00:00Z');
    await lostAt(heavy.user.id, '2026-01-01T08:00:00Z');
    await lostAt(heavy.user.id, '2026-01-02T08:00:00Z');
    await lostAt(heavy.user.id, '2026-01-03T08:00:00Z');
    const { data } = await overflows();
    expect(data).toMatchObject([
      {
        user_id: heavy.user.id,
        first_at: Date.parse('2026-01-01T08:00:00Z'),
        last_at: Date.parse('2026-01-03T08:00:00Z'),
      },
    ]);
    await server.backend('DELETE', `/v1/users/${heavy.user.id}`);
  });

  it('names nobody of another instance', async () => {
    const own = await createTestServer();
    await useSessionTokenTemplate(own, '{"notes": "{{user.public_metadata.notes}}"}');
    const heavy = await signInTestUser(own, { publicMetadata: { notes: 'x'.repeat(5_000) } });
    await own.backend('POST', `/v1/sessions/${heavy.session.id}/tokens`);
    expect((await overflows()).data).toEqual([]);
    await own.close();
  });
});
