import { decodeJwt } from '@bartleby/session-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { claimsTextOf, signInTestUser } from '../../testing/signed-in-browser.ts';
import { listEvents } from '../events/index.ts';
import { sweepSessions } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const codeOf = (answer: Awaited<ReturnType<TestServer['backend']>>) => answer.json().errors[0].code;

describe('GET /v1/sessions', () => {
  it('200: newest first, by user or client, status and page; with totals when paginated', async () => {
    const first = await signInTestUser(server);
    server.clock.advance(1);
    const second = await signInTestUser(server, { user: first.user });
    await server.backend('POST', `/v1/sessions/${first.session.id}/revoke`);
    const ids = async (query: string) => {
      const body = (await server.backend('GET', `/v1/sessions?${query}`)).json();
      return (body.data ?? body).map(({ id }: { id: string }) => id);
    };
    const user = `user_id=${first.user.id}`;
    expect(await ids(user)).toEqual([second.session.id, first.session.id]);
    expect(await ids(`client_id=${first.clientId}`)).toEqual([first.session.id]);
    expect(await ids(`${user}&status=active`)).toEqual([second.session.id]);
    expect(await ids(`${user}&status=revoked`)).toEqual([first.session.id]);
    expect(await ids(`${user}&status=pending`)).toEqual([]);
    expect(await ids(`${user}&limit=1&offset=1`)).toEqual([first.session.id]);
    const page = (await server.backend('GET', `/v1/sessions?${user}&paginated=true&limit=1`)).json();
    expect(page).toMatchObject({ data: [{ id: second.session.id }], total_count: 2 });
  });

  it('400: without user_id and client_id; 422: a limit or status that there is not', async () => {
    expect(codeOf(await server.backend('GET', '/v1/sessions'))).toBe('missing_query_parameter');
    expect((await server.backend('GET', '/v1/sessions?user_id=x&limit=501')).statusCode).toBe(422);
    expect((await server.backend('GET', '/v1/sessions?user_id=x&status=odd')).statusCode).toBe(422);
  });
});

describe('GET /v1/sessions/:id', () => {
  it('200: times in milliseconds, expired when its time is over; 404: unknown, or another instance’s', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/sessions/${browser.session.id}`;
    expect((await server.backend('GET', path)).json()).toMatchObject({
      object: 'session',
      id: browser.session.id,
      user_id: browser.user.id,
      client_id: browser.clientId,
      status: 'active',
      created_at: browser.session.createdAt.getTime(),
      expire_at: browser.session.createdAt.getTime() + 7 * 86_400_000,
      actor: null,
      tasks: null,
    });
    const other = await createTestServer();
    expect((await other.backend('GET', path)).statusCode).toBe(404);
    expect((await other.backend('POST', `${path}/revoke`)).statusCode).toBe(404);
    expect((await other.backend('POST', `${path}/tokens`)).statusCode).toBe(404);
    await other.close();
    expect((await server.backend('GET', '/v1/sessions/sess_unknown')).statusCode).toBe(404);
  });
});

describe('POST /v1/sessions', () => {
  it('200: makes a session for a test; its tokens say that no factor was verified', async () => {
    const { user } = await signInTestUser(server);
    const session = (await server.backend('POST', '/v1/sessions', { user_id: user.id })).json();
    expect(session).toMatchObject({
      status: 'active',
      user_id: user.id,
      client_id: expect.stringMatching(/^client_/),
    });
    const { jwt } = (await server.backend('POST', `/v1/sessions/${session.id}/tokens`)).json();
    const { claims } = decodeJwt(jwt) ?? {};
    expect(claims).toMatchObject({ sid: session.id, fva: [-1, -1] });
    expect(claims).not.toHaveProperty('azp');
  });

  it('404: an unknown user; 422: a missing one, an organization, an unknown parameter', async () => {
    const unknown = await server.backend('POST', '/v1/sessions', { user_id: 'user_x' });
    expect([unknown.statusCode, codeOf(unknown)]).toEqual([404, 'resource_not_found']);
    const inOrganization = { user_id: 'user_x', active_organization_id: 'org_x' };
    expect(codeOf(await server.backend('POST', '/v1/sessions', inOrganization))).toBe(
      'form_resource_not_found',
    );
    expect(codeOf(await server.backend('POST', '/v1/sessions', {}))).toBe('form_param_missing');
    const odd = await server.backend('POST', '/v1/sessions', { user_id: 'user_x', odd: 1 });
    expect(codeOf(odd)).toBe('form_param_unknown');
  });

  it('400: on a live instance', async () => {
    const live = await createTestServer({ instance: { environmentType: 'production' } });
    const { user } = await signInTestUser(live);
    const answer = await live.backend('POST', '/v1/sessions', { user_id: user.id });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'request_invalid_for_environment']);
    await live.close();
  });
});

describe('POST /v1/sessions/:id/revoke', () => {
  it('200: revoked, with an event; 400: a second time', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/sessions/${browser.session.id}/revoke`;
    expect((await server.backend('POST', path)).json().status).toBe('revoked');
    expect(codeOf(await server.backend('POST', path))).toBe('session_not_active');
    const events = await listEvents(server.dependencies.database.queries, server.instance.id, 5);
    expect(events.find(({ type }) => type === 'session.revoked')?.data).toMatchObject({
      session_id: browser.session.id,
    });
  });
});

describe('POST /v1/sessions/:id/tokens', () => {
  it('200: a lifetime of its own; 422: one out of range; 404: unknown, revoked, or a template', async () => {
    const browser = await signInTestUser(server);
    const path = `/v1/sessions/${browser.session.id}/tokens`;
    const { jwt } = (await server.backend('POST', path, { expires_in_seconds: 600 })).json();
    const { exp, iat } = decodeJwt(jwt)?.claims ?? {};
    expect(Number(exp) - Number(iat)).toBe(600);
    expect((await server.backend('POST', path, { expires_in_seconds: 29 })).statusCode).toBe(422);
    expect((await server.backend('POST', path, { expires_in_seconds: null })).statusCode).toBe(200);
    expect((await server.backend('POST', `${path}/supabase`)).statusCode).toBe(404);
    await server.backend('POST', `/v1/sessions/${browser.session.id}/revoke`);
    expect((await server.backend('POST', path)).statusCode).toBe(404);
  });
});

describe('POST /v1/sessions/:id/tokens with the app whose cookie the token replaces', () => {
  it('200: the token is for that app; without one it is for none', async () => {
    const { session } = await signInTestUser(server);
    const path = `/v1/sessions/${session.id}/tokens`;
    const azp = async (body?: object) => {
      const answer = await server.backend('POST', path, body);
      expect(answer.statusCode).toBe(200);
      return (JSON.parse(claimsTextOf(answer.json().jwt)) as { azp?: string }).azp;
    };
    expect(await azp({ authorized_party: 'https://other.example:8443' })).toBe('https://other.example:8443');
    expect(await azp({ authorized_party: null })).toBeUndefined();
    expect(await azp()).toBeUndefined();
  });

  it('422: what is no origin', async () => {
    const { session } = await signInTestUser(server);
    for (const party of [
      '',
      'localhost',
      'https://a.example/path',
      'javascript:alert(1)',
      'https://u@a.example',
      7,
    ]) {
      const answer = await server.backend('POST', `/v1/sessions/${session.id}/tokens`, {
        authorized_party: party,
      });
      expect([party, answer.statusCode]).toEqual([party, 422]);
      expect(answer.json().errors[0].meta.param_name).toBe('authorized_party');
    }
  });
});

describe('POST /v1/testing_tokens', () => {
  it('200: a token that the Frontend API takes along', async () => {
    const { token, expires_at, object } = (await server.backend('POST', '/v1/testing_tokens')).json();
    expect(object).toBe('testing_token');
    expect(expires_at).toBe(server.clock.now().getTime() + 3_600_000);
    const answer = await server.frontend('GET', `/v1/client?__clerk_testing_token=${token}`);
    expect(answer.statusCode).toBe(200);
  });
});

describe('the sweep', () => {
  it('takes a session 30 days after its end, not before', async () => {
    const own = await createTestServer();
    // In the past: a sweep is for all instances, and those of other tests live now.
    own.clock.advance(-38 * 86_400);
    const browser = await signInTestUser(own);
    const status = async () => {
      await sweepSessions(own.dependencies);
      const answer = await own.backend('GET', `/v1/sessions/${browser.session.id}`);
      return answer.statusCode === 200 ? answer.json().status : answer.statusCode;
    };
    own.clock.advance(7 * 86_400);
    expect(await status()).toBe('expired');
    own.clock.advance(30 * 86_400 - 1);
    expect(await status()).toBe('expired');
    own.clock.advance(2);
    expect(await status()).toBe(404);
    await own.close();
  });
});
