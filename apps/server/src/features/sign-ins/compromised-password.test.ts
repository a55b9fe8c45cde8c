import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type BrowserAnswer, lastCodeFor, openTestBrowser } from '../../testing/test-browser.ts';

const PASSWORD = 'a long enough secret';
const BETTER = 'another good secret';
let server: TestServer;
let count = 0;
beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { username: 'on', emailAddress: 'on' } } });
});
afterAll(() => server.close());

/** A user with a password that a backend has marked. */
async function compromised(fields: object) {
  const made = (await server.backend('POST', '/v1/users', { password: PASSWORD, ...fields })).json();
  await server.backend('POST', `/v1/users/${made.id}/password/set_compromised`);
  return made.id as string;
}
const outcome = ({ status, body }: BrowserAnswer) => [status, body.errors?.[0].code];
const REFUSED = [422, 'form_password_compromised'];

describe('a user whose password is compromised', () => {
  it('422 in one step and in two; the mailed code signs in; a reset sets another, never the same', async () => {
    count += 1;
    const identifier = `vera${count}@example.com`;
    await compromised({ email_address: [identifier] });
    const browser = openTestBrowser(server);
    const direct = { strategy: 'password', identifier, password: PASSWORD };
    expect(outcome(await browser.post('/v1/client/sign_ins', direct))).toEqual(REFUSED);
    const { id } = (await browser.post('/v1/client/sign_ins', { identifier })).body.response;
    const attempt = `/v1/client/sign_ins/${id}/attempt_first_factor`;
    const withPassword = { strategy: 'password', password: PASSWORD };
    expect(outcome(await browser.post(attempt, withPassword))).toEqual(REFUSED);
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);

    const strategy = 'reset_password_email_code';
    await browser.post(`/v1/client/sign_ins/${id}/prepare_first_factor`, { strategy });
    const code = lastCodeFor(server, identifier);
    expect((await browser.post(attempt, { strategy, code })).body.response.status).toBe('needs_new_password');
    const reset = (password: string) =>
      browser.post(`/v1/client/sign_ins/${id}/reset_password`, { password });
    expect(outcome(await reset(PASSWORD))).toEqual([422, 'form_new_password_matches_current']);
    expect((await reset(BETTER)).body.response.status).toBe('complete');
    const again = { ...direct, password: BETTER };
    expect((await openTestBrowser(server).post('/v1/client/sign_ins', again)).status).toBe(200);
  });

  it('who has nothing but the password chooses another before the session starts', async () => {
    count += 1;
    const identifier = `vera_${count}`;
    await compromised({ username: identifier });
    const browser = openTestBrowser(server);
    const wrong = { strategy: 'password', identifier, password: 'wrong' };
    expect(outcome(await browser.post('/v1/client/sign_ins', wrong))).toEqual([
      422,
      'form_password_incorrect',
    ]);
    const begun = await browser.post('/v1/client/sign_ins', { ...wrong, password: PASSWORD });
    expect(begun.body.response).toMatchObject({ status: 'needs_new_password', created_session_id: null });
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);
    const path = `/v1/client/sign_ins/${begun.body.response.id}/reset_password`;
    expect(outcome(await browser.post(path, { password: PASSWORD }))).toEqual([
      422,
      'form_new_password_matches_current',
    ]);
    expect((await browser.post(path, { password: BETTER })).body.response.status).toBe('complete');
    expect((await browser.get('/v1/client')).body.response.sessions).toHaveLength(1);
    const stranger = openTestBrowser(server);
    expect(outcome(await stranger.post(path, { password: 'a third good secret' }))).toEqual([
      404,
      'resource_not_found',
    ]);
  });

  it('422 for a step-up with it', async () => {
    count += 1;
    const identifier = `vera${count}@example.com`;
    const user = (
      await server.backend('POST', '/v1/users', { password: PASSWORD, email_address: [identifier] })
    ).json();
    const browser = openTestBrowser(server);
    const signIn = { strategy: 'password', identifier, password: PASSWORD };
    const { created_session_id: sessionId } = (await browser.post('/v1/client/sign_ins', signIn)).body
      .response;
    await server.backend('POST', `/v1/users/${user.id}/password/set_compromised`);
    const url = `/v1/client/sessions/${sessionId}/verify`;
    await browser.post(url, { level: 'first_factor' });
    const proof = { strategy: 'password', password: PASSWORD };
    expect(outcome(await browser.post(`${url}/attempt_first_factor`, proof))).toEqual(REFUSED);
  });
});
