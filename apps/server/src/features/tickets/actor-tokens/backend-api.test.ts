import { decodeJwt } from '@bartleby/session-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { openTestBrowser } from '../../../testing/test-browser.ts';
import { createUser, type User } from '../../users/index.ts';

let server: TestServer;
let user: User;
let users = 0;
const newUser = () => {
  users += 1;
  return createUser(server.dependencies, {
    emailAddresses: [`acted-as-${users}@example.com`],
    instance: server.instance,
    actor: { type: 'server', id: null },
  });
};
beforeAll(async () => {
  server = await createTestServer();
  user = await newUser();
});
afterAll(() => server.close());

const actor = { sub: 'user_support', iss: 'https://support.example.com', note: { ticket: 42 } };
const create = (body: object = {}) =>
  server.backend('POST', '/v1/actor_tokens', { user_id: user.id, actor, ...body });
const revoke = (id: string, kind = 'actor_tokens') => server.backend('POST', `/v1/${kind}/${id}/revoke`);
const errorOf = (answer: { json(): { errors: { code: string; meta: { param_name?: string } }[] } }) => {
  const [error] = answer.json().errors;
  return [error?.code, error?.meta.param_name];
};

async function signIn(token: string) {
  const browser = openTestBrowser(server);
  const answer = await browser.post('/v1/client/sign_ins', { strategy: 'ticket', ticket: token });
  return { browser, answer, sessionId: answer.body.response?.created_session_id as string };
}

describe('POST /v1/actor_tokens', () => {
  it('200: the token and its link, shown this once', async () => {
    const answer = (await create()).json();
    const at = server.clock.now().getTime();
    expect(answer).toEqual({
      object: 'actor_token',
      id: expect.stringMatching(/^act_/),
      status: 'pending',
      user_id: user.id,
      actor,
      token: expect.stringMatching(/^[0-9A-Za-z]{20,}$/),
      url: `${server.instance.frontendApiUrl}/account/sign-in?__clerk_ticket=${answer.token}`,
      created_at: at,
      updated_at: at,
    });
  });

  it.each([
    [{ user_id: undefined }, 'form_param_missing', 'user_id'],
    [{ user_id: 'user_nope' }, 'form_resource_not_found', 'user_id'],
    [{ actor: undefined }, 'form_param_missing', 'actor'],
    [{ actor: 'user_1' }, 'form_param_type_invalid', 'actor'],
    [{ actor: [] }, 'form_param_type_invalid', 'actor'],
    [{ actor: {} }, 'form_param_missing', 'actor.sub'],
    [{ actor: { sub: 5 } }, 'form_param_type_invalid', 'actor.sub'],
    [{ actor: { sub: '' } }, 'form_param_nil', 'actor.sub'],
    [{ actor: { sub: 'x', big: 'x'.repeat(2_000) } }, 'form_param_exceeds_allowed_size', 'actor'],
    [{ expires_in_seconds: 0 }, 'form_param_value_too_small', 'expires_in_seconds'],
    [{ expires_in_seconds: 315_360_001 }, 'form_param_value_too_large', 'expires_in_seconds'],
    [
      { session_max_duration_in_seconds: -1 },
      'form_param_value_too_small',
      'session_max_duration_in_seconds',
    ],
    [{ session_max_duration_in_seconds: 'x' }, 'form_param_type_invalid', 'session_max_duration_in_seconds'],
  ])('422: %j', async (body, ...error) => {
    const answer = await create(body);
    expect([answer.statusCode, ...errorOf(answer)]).toEqual([422, ...error]);
  });

  it('422: another instance’s user', async () => {
    const other = await createTestServer();
    const answer = await other.backend('POST', '/v1/actor_tokens', { user_id: user.id, actor });
    expect([answer.statusCode, ...errorOf(answer)]).toEqual([422, 'form_resource_not_found', 'user_id']);
    await other.close();
  });
});

describe('POST /v1/actor_tokens/:id/revoke', () => {
  it('200: worthless from now on; 400: a second time, or once it was used; 404: unknown', async () => {
    const { id, token } = (await create()).json();
    expect((await revoke(id)).json()).toMatchObject({ id, status: 'revoked', actor });
    expect((await revoke(id)).json()).toMatchObject({
      errors: [{ code: 'actor_token_cannot_be_revoked_code' }],
    });
    expect((await signIn(token)).answer.body.errors[0].code).toBe('ticket_invalid');
    const used = (await create()).json();
    await signIn(used.token);
    const late = await revoke(used.id);
    expect([late.statusCode, errorOf(late)[0]]).toEqual([400, 'actor_token_cannot_be_revoked_code']);
    expect((await revoke('act_nope')).statusCode).toBe(404);
  });

  it('404: a sign-in token is no actor token, nor the other way round', async () => {
    const { id } = (await create()).json();
    expect((await revoke(id, 'sign_in_tokens')).statusCode).toBe(404);
    const plain = (await server.backend('POST', '/v1/sign_in_tokens', { user_id: user.id })).json();
    expect((await revoke(plain.id)).statusCode).toBe(404);
    expect((await revoke(plain.id, 'sign_in_tokens')).statusCode).toBe(200);
  });
});

describe('acting as a user', () => {
  it('signs in as them; the session, its tokens and custom JWTs that ask for it say who acts', async () => {
    const acted = await newUser();
    const { token } = (await create({ user_id: acted.id })).json();
    const { browser, sessionId } = await signIn(token);
    const { jwt } = (await browser.post(`/v1/client/sessions/${sessionId}/tokens`)).body;
    expect(decodeJwt(jwt)?.claims).toMatchObject({ sub: acted.id, act: actor, fva: [-1, -1] });
    const session = (await server.backend('GET', `/v1/sessions/${sessionId}`)).json();
    expect(session).toMatchObject({ user_id: acted.id, actor });
    const seen = (await browser.get('/v1/client')).body.response.sessions[0];
    expect(seen).toMatchObject({ id: sessionId, actor, user: { id: acted.id } });
    const claims = { who: '{{session.actor.sub}}' };
    await server.backend('POST', '/v1/jwt_templates', { name: 'with-actor', claims });
    const custom = (await browser.post(`/v1/client/sessions/${sessionId}/tokens/with-actor`)).body;
    expect(decodeJwt(custom.jwt)?.claims).toMatchObject({ sub: acted.id, who: 'user_support' });
    expect(decodeJwt(custom.jwt)?.claims).not.toHaveProperty('act');
    // It is not the user who was here.
    const { last_sign_in_at } = (await server.backend('GET', `/v1/users/${acted.id}`)).json();
    expect(last_sign_in_at).toBeNull();
  });

  it('ends after its own time, and never outlives the instance’s sessions', async () => {
    const short = await signIn((await create({ session_max_duration_in_seconds: 120 })).json().token);
    const long = await signIn((await create({ session_max_duration_in_seconds: 315_360_000 })).json().token);
    const lifetimeOf = async (sessionId: string) => {
      const { expire_at, created_at } = (await server.backend('GET', `/v1/sessions/${sessionId}`)).json();
      return (expire_at - created_at) / 1000;
    };
    expect(await lifetimeOf(short.sessionId)).toBe(120);
    expect(await lifetimeOf(long.sessionId)).toBe(server.instance.settings.sessionLifetimeSeconds);
    const byDefault = await signIn((await create()).json().token);
    expect(await lifetimeOf(byDefault.sessionId)).toBe(1_800);
    server.clock.advance(121);
    const answer = await short.browser.post(`/v1/client/sessions/${short.sessionId}/tokens`);
    server.clock.advance(-121);
    expect(answer.status).toBe(401);
  });

  it('works once: of 20 uses at the same time exactly one signs in; not after its time, nor for a banned user', async () => {
    const { token } = (await create()).json();
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(token)));
    expect(answers.filter(({ answer }) => answer.status === 200)).toHaveLength(1);
    const expired = (await create({ expires_in_seconds: 1 })).json();
    server.clock.advance(2);
    expect((await signIn(expired.token)).answer.body.errors[0].code).toBe('ticket_invalid');
    const banned = await newUser();
    const forBanned = (await create({ user_id: banned.id })).json();
    await server.backend('POST', `/v1/users/${banned.id}/ban`);
    expect((await signIn(forBanned.token)).answer.body.errors[0].code).toBe('user_banned');
  });
});
