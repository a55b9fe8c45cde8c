import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { type BrowserAnswer, lastCodeFor, openTestBrowser } from '../../testing/test-browser.ts';
import { createTicket } from '../tickets/index.ts';
import { createUser, findUser, type User, updateUserFields } from '../users/index.ts';

const PASSWORD = 'a long enough secret';
const LOCK_SECONDS = 1800;
let server: TestServer;
let count = 0;
beforeAll(async () => {
  server = await createTestServer({ instance: { settings: { authenticatorApp: true, backupCode: true } } });
});
afterAll(() => server.close());

async function makeUser() {
  count += 1;
  const identifier = `lou${count}@example.com`;
  const { instance, dependencies } = server;
  const actor = { type: 'server', id: null } as const;
  const input = { emailAddresses: [identifier], password: PASSWORD, instance, actor };
  return { identifier, user: await createUser(dependencies, input) };
}

/** Locks for half an hour, or without an end. */
async function lock(user: User, seconds: number | null = LOCK_SECONDS): Promise<void> {
  const now = server.clock.now();
  const lockoutExpiresAt = seconds === null ? null : new Date(now.getTime() + seconds * 1000);
  const { queries } = server.dependencies.database;
  await updateUserFields(queries, user, { locked: true, lockoutExpiresAt }, now);
}

const signIn = (identifier: string, password = PASSWORD, browser = openTestBrowser(server)) =>
  browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
const outcome = ({ status, body }: BrowserAnswer) => [status, body.errors?.[0].code];
const LOCKED = [403, 'user_locked'];

/** A sign-in whose code lies in the mailbox. */
async function withCode(identifier: string, strategy: string) {
  const browser = openTestBrowser(server);
  const { id } = (await browser.post('/v1/client/sign_ins', { identifier, strategy })).body.response;
  const path = `/v1/client/sign_ins/${id}`;
  const code = lastCodeFor(server, identifier);
  return { browser, path, prove: () => browser.post(`${path}/attempt_first_factor`, { strategy, code }) };
}

describe('a locked user', () => {
  it('403 with the time left, after the right password only; until the lock ends', async () => {
    const { identifier, user } = await makeUser();
    await lock(user);
    expect(outcome(await signIn(identifier, 'a wrong password'))).toEqual([422, 'form_password_incorrect']);
    server.clock.advance(60);
    const refused = await signIn(identifier);
    expect(outcome(refused)).toEqual(LOCKED);
    expect(refused.body.errors[0].meta).toEqual({ lockout_expires_in_seconds: LOCK_SECONDS - 60 });
    const browser = openTestBrowser(server);
    const begun = await browser.post('/v1/client/sign_ins', { identifier });
    expect(begun.body.response.status).toBe('needs_first_factor');
    const path = `/v1/client/sign_ins/${begun.body.response.id}/attempt_first_factor`;
    expect(outcome(await browser.post(path, { strategy: 'password', password: PASSWORD }))).toEqual(LOCKED);
    expect((await browser.get('/v1/client')).body.response.sessions).toEqual([]);
    server.clock.advance(LOCK_SECONDS - 60);
    expect((await signIn(identifier)).body.response.status).toBe('complete');
  });

  it('403 without a time when the lock has no end', async () => {
    const { identifier, user } = await makeUser();
    await lock(user, null);
    server.clock.advance(365 * 86_400);
    const refused = await signIn(identifier);
    expect(outcome(refused)).toEqual(LOCKED);
    expect(refused.body.errors[0].meta).toEqual({ lockout_expires_in_seconds: null });
  });

  it('one hash for a right password, as for a wrong one', async () => {
    const { identifier, user } = await makeUser();
    await lock(user);
    const { passwords } = server.dependencies;
    const counted = vi.spyOn(passwords, 'verify');
    for (const password of [PASSWORD, 'a wrong password']) {
      counted.mockClear();
      await signIn(identifier, password);
      expect(counted).toHaveBeenCalledTimes(1);
    }
    counted.mockRestore();
  });

  it('403 with a mailed code, which is asked for as ever', async () => {
    const { identifier, user } = await makeUser();
    await lock(user);
    const { browser, path, prove } = await withCode(identifier, 'email_code');
    const wrong = { strategy: 'email_code', code: 'wrong' };
    expect(outcome(await browser.post(`${path}/attempt_first_factor`, wrong))).toEqual([
      422,
      'form_code_incorrect',
    ]);
    expect(outcome(await prove())).toEqual(LOCKED);
  });

  it('403 for a reset of the password, which sets none and unlocks nobody', async () => {
    const { identifier, user } = await makeUser();
    const strategy = 'reset_password_email_code';
    const early = await withCode(identifier, strategy);
    expect((await early.prove()).body.response.status).toBe('needs_new_password');
    await lock(user);
    const password = 'another good secret';
    expect(outcome(await early.browser.post(`${early.path}/reset_password`, { password }))).toEqual(LOCKED);
    expect(outcome(await (await withCode(identifier, strategy)).prove())).toEqual(LOCKED);
    const found = await findUser(server.dependencies.database.queries, user.instanceId, user.id);
    expect(found).toMatchObject({ locked: true, passwordHash: user.passwordHash });
  });

  it('403 with a ticket, which stays good for after the lock', async () => {
    const { user } = await makeUser();
    const { dependencies, instance } = server;
    const { secret: ticket } = await createTicket(dependencies, { instance, userId: user.id });
    await lock(user, 60);
    const send = () => openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'ticket', ticket });
    expect(outcome(await send())).toEqual(LOCKED);
    server.clock.advance(60);
    expect((await send()).body.response.status).toBe('complete');
  });

  it('goes on where they are signed in already, and gives no second factor to a waiting sign-in', async () => {
    const { identifier, user } = await makeUser();
    const home = openTestBrowser(server);
    await signIn(identifier, PASSWORD, home);
    const { secret } = (await home.post('/v1/me/totp')).body.response;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const shown = () => app.generate({ timestamp: server.clock.now().getTime() });
    await home.post('/v1/me/totp/attempt_verification', { code: shown() });
    server.clock.advance(30);
    const browser = openTestBrowser(server);
    const waiting = (await signIn(identifier, PASSWORD, browser)).body.response;
    expect(waiting.status).toBe('needs_second_factor');
    await lock(user);
    const path = `/v1/client/sign_ins/${waiting.id}/attempt_second_factor`;
    expect(outcome(await browser.post(path, { strategy: 'totp', code: shown() }))).toEqual(LOCKED);
    const { last_active_session_id: session } = (await home.get('/v1/client')).body.response;
    expect((await home.post(`/v1/client/sessions/${session}/tokens`)).status).toBe(200);
    expect((await home.get('/v1/me')).body.response).toMatchObject({ id: user.id, locked: true });
  });
});
