import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { signInTestUser } from '../../../testing/signed-in-browser.ts';

type Browser = Awaited<ReturnType<typeof signInTestUser>>;

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const explain = (body: object) => platform.onInstance('POST', '/session_token/explain', body);
const claimOf = (answer: { body: { claims: { name: string }[] } }, name: string) =>
  answer.body.claims.find((claim) => claim.name === name);

async function save(template: object): Promise<number> {
  const { status, body } = await platform.onInstance('PATCH', '/config', {
    session: { claims_source: JSON.stringify(template) },
  });
  expect(status).toBe(200);
  return body.after.session.version;
}

async function tokenOf({ session, cookies }: Browser): Promise<string> {
  const path = `/v1/client/sessions/${session.id}/tokens`;
  return (await server.frontend('POST', path, { cookies })).json().jwt;
}

async function rename(browser: Browser, firstName: string): Promise<void> {
  const { status } = await platform.onInstance('PATCH', `/users/${browser.user.id}`, {
    first_name: firstName,
  });
  expect(status).toBe(200);
}

describe('POST /session_token/explain', () => {
  it('lays a token beside the next one: expression, fields, value and bytes of each claim, then and now', async () => {
    const browser = await signInTestUser(server, {
      firstName: 'Ada',
      publicMetadata: { plan: 'pro' },
      privateMetadata: { canary: 'CANARY-EXPLAIN' },
    });
    const first = await save({
      name: "{{user.first_name || 'you'}}",
      plan: '{{user.public_metadata.plan}}',
      old: 1,
    });
    const token = await tokenOf(browser);
    await rename(browser, 'Grace');
    server.clock.advance(5);
    const second = await save({
      name: "{{user.first_name || 'you'}}",
      plan: 'plan {{user.public_metadata.plan}}',
    });
    const answer = await explain({ token: `${token}\n` });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user_id: browser.user.id,
      session_id: browser.session.id,
      ended: null,
      template_version: second,
      token: { template_version: first, expired: false, claims_omitted: false },
    });
    expect(answer.body.token.cookie_bytes).toBeGreaterThan(token.length);
    expect(answer.body.token.expires_at - answer.body.token.issued_at).toBe(60_000);
    expect(claimOf(answer, 'name')).toEqual({
      name: 'name',
      default_claim: false,
      earlier_expression: JSON.stringify("{{user.first_name || 'you'}}"),
      current_expression: JSON.stringify("{{user.first_name || 'you'}}"),
      sources: [{ path: 'user.first_name', value: 'Grace' }],
      earlier: { value: 'Ada', bytes: '"name":"Ada",'.length },
      current: { value: 'Grace', bytes: '"name":"Grace",'.length },
      change: 'changed',
    });
    expect(claimOf(answer, 'plan')).toMatchObject({
      earlier_expression: '"{{user.public_metadata.plan}}"',
      current_expression: '"plan {{user.public_metadata.plan}}"',
      earlier: { value: 'pro' },
      current: { value: 'plan pro' },
      change: 'changed',
    });
    expect(claimOf(answer, 'old')).toMatchObject({
      earlier_expression: '1',
      current_expression: null,
      current: null,
      change: 'removed',
    });
    expect(claimOf(answer, 'sub')).toMatchObject({
      default_claim: true,
      earlier_expression: null,
      earlier: { value: browser.user.id },
      change: 'same',
    });
    expect(JSON.stringify(answer.body)).not.toContain('CANARY-EXPLAIN');
  });

  it('of two versions saved within the second of the token, names the one whose claims it has, by name or by value', async () => {
    const browser = await signInTestUser(server);
    server.clock.advance(2);
    const first = await save({ first: true });
    const token = await tokenOf(browser);
    const second = await save({ second: true });
    expect(second).toBe(first + 1);
    const { body } = await explain({ token });
    expect(body.token.template_version).toBe(first);
    expect((await explain({ token: await tokenOf(browser) })).body.token.template_version).toBe(second);
    const third = await save({ second: 'other' });
    const ofThird = await tokenOf(browser);
    const fourth = await save({ second: true });
    expect((await explain({ token: ofThird })).body.token.template_version).toBe(third);
    expect((await explain({ token: await tokenOf(browser) })).body.token.template_version).toBe(fourth);
  });

  it('explains a session without a token: what its next one says', async () => {
    const version = await save({ name: '{{user.first_name}}' });
    const browser = await signInTestUser(server, { firstName: 'Ada' });
    const answer = await explain({ session_id: browser.session.id });
    expect(answer.body).toMatchObject({
      user_id: browser.user.id,
      token: null,
      template_version: version,
      ended: null,
    });
    expect(claimOf(answer, 'name')).toMatchObject({
      earlier: null,
      current: { value: 'Ada' },
      change: null,
    });
  });

  it('explains a token that has expired, whose session has ended, whose user is gone', async () => {
    await save({ name: '{{user.first_name}}' });
    const browser = await signInTestUser(server, { firstName: 'Ada' });
    const token = await tokenOf(browser);
    server.clock.advance(90);
    expect((await explain({ token })).body).toMatchObject({ ended: null, token: { expired: true } });
    await platform.onInstance('POST', `/sessions/${browser.session.id}/revoke`, {});
    const ended = await explain({ token });
    expect(ended.body).toMatchObject({ ended: 'session_ended' });
    expect(claimOf(ended, 'name')).toMatchObject({ earlier: { value: 'Ada' }, current: { value: 'Ada' } });
    expect((await platform.onInstance('DELETE', `/users/${browser.user.id}`)).status).toBe(200);
    const gone = await explain({ token });
    expect(gone.body).toMatchObject({ ended: 'user_gone', cookie_bytes: null });
    expect(claimOf(gone, 'name')).toMatchObject({
      earlier_expression: '"{{user.first_name}}"',
      earlier: { value: 'Ada' },
      current: null,
      change: null,
    });
  });

  it('refuses, and says why, what is not a session token of this instance', async () => {
    const browser = await signInTestUser(server);
    const token = await tokenOf(browser);
    const other = await createTestServer();
    const strange = await signInTestUser(other);
    const path = `/v1/client/sessions/${strange.session.id}/tokens`;
    const { jwt } = (await other.frontend('POST', path, { cookies: strange.cookies })).json();
    await other.close();
    const [head, claims, signature = ''] = token.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const [text, says] of [
      ['', /three base64url parts/],
      ['not a token', /three base64url parts/],
      [jwt, /kid/],
      [forged, /signature/],
    ] as const) {
      const { status, body } = await explain({ token: text });
      expect([status, body.errors[0].code]).toEqual([400, 'invalid_session_token']);
      expect(body.errors[0].long_message).toMatch(says);
    }
  });

  it('wants a token or a session, one of them, of this instance', async () => {
    const browser = await signInTestUser(server);
    const answers = [
      await explain({}),
      await explain({ token: 'x', session_id: browser.session.id }),
      await explain({ session_id: 'sess_nope' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.errors[0].code])).toEqual([
      [422, 'form_param_missing'],
      [422, 'form_param_unknown'],
      [404, 'resource_not_found'],
    ]);
  });
});
