import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';
import { createTicket } from '../tickets/index.ts';
import { createUser, type User, type UserInput, updateUserFields } from '../users/index.ts';

let server: TestServer;
let count = 0;
const next = () => {
  count += 1;
  return count;
};
const PASSWORD = 'a long enough secret';

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

async function makeUser(input: UserInput = {}): Promise<{ user: User; identifier: string }> {
  const identifier = `bob${next()}@example.com`;
  const user = await createUser(server.dependencies, {
    emailAddresses: [identifier],
    password: PASSWORD,
    firstName: 'Bob',
    ...input,
    instance: server.instance,
    actor: { type: 'server', id: null },
  });
  return { user, identifier };
}

async function begin(identifier: string, browser = openTestBrowser(server)) {
  const answer = await browser.post('/v1/client/sign_ins', { identifier, locale: 'en-US' });
  return { browser, answer, path: `/v1/client/sign_ins/${answer.body.response?.id}` };
}

const signIn = (identifier: string, password: string, browser = openTestBrowser(server)) =>
  browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
const prepare = (browser: TestBrowser, path: string, strategy = 'email_code') =>
  browser.post(`${path}/prepare_first_factor`, { strategy });
const attempt = (browser: TestBrowser, path: string, form: Record<string, string>) =>
  browser.post(`${path}/attempt_first_factor`, form);

/** A body without what differs by chance. */
const masked = (body: unknown): string =>
  JSON.stringify(body)
    .replace(/(sia|idn|client|trace)_[0-9A-Za-z]{27}/g, '$1_')
    .replace(/"clerk_trace_id":"[^"]*"/, '"clerk_trace_id":""')
    .replace(/(nobody|bob)\d+@/g, '@')
    .replace(/[bn]\*+\w@/g, '*@');

describe('POST /v1/client/sign_ins', () => {
  it('200: an identifier is offered its factors', async () => {
    const { identifier } = await makeUser();
    const { answer } = await begin(identifier);
    const { id } = answer.body.response;
    expect(answer.status).toBe(200);
    expect(answer.body.response).toMatchObject({
      object: 'sign_in_attempt',
      status: 'needs_first_factor',
      identifier,
      user_data: null,
      first_factor_verification: null,
      supported_second_factors: null,
    });
    const strategies = answer.body.response.supported_first_factors.map(
      (factor: { strategy: string }) => factor.strategy,
    );
    expect(strategies).toEqual(['password', 'email_code', 'reset_password_email_code']);
    expect(answer.body.client.sign_in.id).toBe(id);
  });

  it('200: the right password signs in, whatever the case of the address', async () => {
    const { identifier, user } = await makeUser();
    const browser = openTestBrowser(server);
    const before = (await begin(identifier, browser)).browser.secret;
    const { status, body } = await signIn(identifier.toUpperCase(), PASSWORD, browser);
    expect(status).toBe(200);
    expect(body.response).toMatchObject({ status: 'complete', user_data: { first_name: 'Bob' } });
    expect(body.client).toMatchObject({
      sign_in: null,
      last_active_session_id: body.response.created_session_id,
      last_authentication_strategy: 'password',
    });
    expect(body.client.sessions[0]).toMatchObject({ status: 'active', user: { id: user.id } });
    expect(body.client.sessions[0].last_active_token.jwt).not.toBe('');
    expect(browser.secret).not.toBe(before);
  });

  it('200: an empty body asks for the identifier', async () => {
    const { status, body } = await openTestBrowser(server).post('/v1/client/sign_ins');
    expect(status).toBe(200);
    expect(body.response).toMatchObject({ status: 'needs_identifier', supported_first_factors: null });
  });

  it('200: strategy=email_code sends the code in the same call', async () => {
    const { identifier } = await makeUser();
    const browser = openTestBrowser(server);
    const { body } = await browser.post('/v1/client/sign_ins', { identifier, strategy: 'email_code' });
    expect(body.response.first_factor_verification).toMatchObject({
      status: 'unverified',
      strategy: 'email_code',
    });
    expect(lastCodeFor(server, identifier)).toMatch(/^\d{6}$/);
  });

  it('200: a ticket signs in once', async () => {
    const { user } = await makeUser();
    const { dependencies, instance } = server;
    const { secret: ticket } = await createTicket(dependencies, { instance, userId: user.id });
    const send = () => openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'ticket', ticket });
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    const [done, ...others] = answers.filter(({ status }) => status === 200);
    expect(others).toHaveLength(0);
    expect(done?.body.client.sessions[0].user.id).toBe(user.id);
    const refused = answers.filter(({ body }) => body.errors?.[0].code === 'ticket_invalid');
    expect(refused).toHaveLength(99);
  });

  it('400: expired and made-up tickets and those of another instance', async () => {
    const { user } = await makeUser();
    const own = await createTestServer();
    const { secret: foreign } = await createTicket(server.dependencies, {
      instance: server.instance,
      userId: user.id,
    });
    const other = await createUser(own.dependencies, {
      emailAddresses: ['bob@example.com'],
      instance: own.instance,
      actor: { type: 'server', id: null },
    });
    const { secret: expired } = await createTicket(own.dependencies, {
      instance: own.instance,
      userId: other.id,
      expiresInSeconds: 60,
    });
    own.clock.advance(61);
    for (const ticket of [foreign, expired, 'made-up', '']) {
      const answer = await openTestBrowser(own).post('/v1/client/sign_ins', { strategy: 'ticket', ticket });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'ticket_invalid' }] } });
    }
    await own.close();
  });

  it('400: one session per browser', async () => {
    const { identifier } = await makeUser();
    const browser = openTestBrowser(server);
    const { body } = await signIn(identifier, PASSWORD, browser);
    const again = await signIn(identifier, PASSWORD, browser);
    expect(again.status).toBe(400);
    expect(again.body.errors[0]).toMatchObject({
      code: 'session_exists',
      meta: { session_id: body.response.created_session_id },
    });
  });

  it.each([
    [{ identifier: 'nobody' }, 'form_param_format_invalid', 'identifier'],
    [{ strategy: 'password', password: 'x' }, 'form_param_missing', 'identifier'],
    [{ strategy: 'password', identifier: 'a@b.co' }, 'form_param_nil', 'password'],
    [{ strategy: 'email_code' }, 'form_param_missing', 'identifier'],
    [{ strategy: 'passkey' }, 'form_param_value_invalid', 'strategy'],
  ])('422: %j is %s', async (form, code, paramName) => {
    const answer = await openTestBrowser(server).post('/v1/client/sign_ins', form as Record<string, string>);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ code, meta: { param_name: paramName } });
  });

  it('403: a banned user, after the right password only', async () => {
    const { identifier } = await makeUser({ banned: true });
    expect((await signIn(identifier, 'a wrong password')).body.errors[0].code).toBe(
      'form_password_incorrect',
    );
    expect(await signIn(identifier, PASSWORD)).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'user_banned' }] },
    });
  });

  it('403: a locked user, after the right password only and until the lock ends', async () => {
    const { user, identifier } = await makeUser();
    const { clock, database } = server.dependencies;
    const lockoutExpiresAt = new Date(clock.now().getTime() + 90_000);
    const changes = { locked: true, lockoutExpiresAt } as const;
    await updateUserFields(database.queries, user, changes, clock.now());
    expect((await signIn(identifier, 'a wrong password')).body.errors[0].code).toBe(
      'form_password_incorrect',
    );
    expect(await signIn(identifier, PASSWORD)).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'user_locked', meta: { lockout_expires_in_seconds: 90 } }] },
    });
    clock.advance(91);
    expect((await signIn(identifier, PASSWORD)).body.response.status).toBe('complete');
  });
});

describe('enumeration: an unknown address is answered like a known one', () => {
  it('at every step, body and status alike', async () => {
    const { identifier: known } = await makeUser();
    const { identifier: passwordless } = await makeUser({ password: null });
    const transcripts = [];
    for (const identifier of [known, passwordless, `nobody${next()}@example.com`]) {
      const instant = await signIn(identifier, 'a wrong password');
      const { browser, answer, path } = await begin(identifier);
      const steps = [
        instant,
        answer,
        await attempt(browser, path, { strategy: 'password', password: 'a wrong password' }),
        await prepare(browser, path),
        await attempt(browser, path, { strategy: 'email_code', code: 'wrong' }),
        await prepare(browser, path, 'reset_password_email_code'),
        await attempt(browser, path, { strategy: 'reset_password_email_code', code: 'wrong' }),
        await browser.get(path),
      ];
      transcripts.push(steps.map(({ status, body }) => `${status} ${masked(body)}`));
    }
    expect(transcripts[1]).toEqual(transcripts[0]);
    expect(transcripts[2]).toEqual(transcripts[0]);
    expect(transcripts[0]?.[0]).toMatch(/^422 .*form_password_incorrect/);
  });

  it('no mail goes to an address of nobody, and its limit is the same', async () => {
    for (const identifier of [(await makeUser()).identifier, `nobody${next()}@example.com`]) {
      const { browser, path } = await begin(identifier);
      const statuses = [];
      for (let sent = 0; sent < 6; sent += 1) statuses.push((await prepare(browser, path)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
      const mails = server.dependencies.sentMail.filter(({ to }) => to === identifier);
      expect(mails).toHaveLength(identifier.startsWith('nobody') ? 0 : 5);
    }
  });

  it('one hash each: unknown, without a password, wrong password', async () => {
    const own = await createTestServer();
    let hashes = 0;
    const { passwords } = own.dependencies;
    own.dependencies.passwords = {
      ...passwords,
      verify: (hash, password) => {
        hashes += 1;
        return passwords.verify(hash, password);
      },
      verifyNothing: () => {
        hashes += 1;
        return passwords.verifyNothing();
      },
    };
    const actor = { type: 'server', id: null } as const;
    const { instance } = own;
    const make = (input: UserInput) => createUser(own.dependencies, { ...input, instance, actor });
    await make({ emailAddresses: ['known@example.com'], password: PASSWORD });
    await make({ emailAddresses: ['passwordless@example.com'] });
    for (const identifier of ['known@example.com', 'passwordless@example.com', 'nobody@example.com']) {
      hashes = 0;
      const browser = openTestBrowser(own);
      await browser.post('/v1/client/sign_ins', {
        strategy: 'password',
        identifier,
        password: 'a wrong one',
      });
      expect(hashes).toBe(1);
    }
    await own.close();
  });
});

describe('limits on guessing passwords', () => {
  it('403: of 150 guesses a hundred are compared, for a known and an unknown account', async () => {
    const own = await createTestServer();
    const { dependencies, instance } = own;
    const { passwords } = dependencies;
    let compared = 0;
    // Counting is judged here, not argon2: a comparison that costs nothing.
    dependencies.passwords = {
      ...passwords,
      verify: async () => {
        compared += 1;
        return false;
      },
      verifyNothing: async () => {
        compared += 1;
        return false;
      },
    };
    await createUser(dependencies, {
      emailAddresses: ['bob@example.com'],
      password: PASSWORD,
      instance,
      actor: { type: 'server', id: null },
    });
    for (const identifier of ['bob@example.com', 'nobody@example.com']) {
      compared = 0;
      const guess = () =>
        openTestBrowser(own).post('/v1/client/sign_ins', {
          strategy: 'password',
          identifier,
          password: 'a guess',
        });
      // A hundred cross the limit at once; the fifty before them come in turn, which is enough for one connection.
      const answers = [];
      for (let n = 0; n < 50; n += 1) answers.push(await guess());
      answers.push(...(await Promise.all(Array.from({ length: 100 }, guess))));
      const codes = answers.map(({ body }) => body.errors[0].code as string);
      expect(codes.filter((code) => code === 'form_password_incorrect')).toHaveLength(100);
      expect(codes.filter((code) => code === 'user_locked')).toHaveLength(50);
      expect(compared).toBe(100);
    }
    own.clock.advance(3601);
    const later = await openTestBrowser(own).post('/v1/client/sign_ins', {
      strategy: 'password',
      identifier: 'bob@example.com',
      password: 'a guess',
    });
    expect(later.body.errors[0].code).toBe('form_password_incorrect');
    await own.close();
  });

  it('429: of wrong passwords from one network 300 are compared, over all accounts', async () => {
    const own = await createTestServer();
    own.dependencies.passwords = { ...own.dependencies.passwords, verifyNothing: async () => false };
    const guess = () =>
      own.inject({
        method: 'POST',
        url: `/i/${own.instance.slug}/v1/client/sign_ins`,
        remoteAddress: '203.0.113.9',
        headers: {
          host: 'localhost:1853',
          origin: 'http://localhost:3000',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: `strategy=password&password=a+guess&identifier=nobody${next()}%40example.com`,
      });
    const statuses = [];
    for (let round = 0; round < 8; round += 1) {
      own.clock.advance(11); // The edge has its own fence against floods.
      const answers = await Promise.all(Array.from({ length: 40 }, guess));
      statuses.push(...answers.map(({ statusCode }) => statusCode));
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(300);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    await own.close();
  });

  it('right passwords are not counted', async () => {
    const { identifier } = await makeUser();
    for (let times = 0; times < 3; times += 1) expect((await signIn(identifier, PASSWORD)).status).toBe(200);
    const { queries } = server.dependencies.database;
    const counters = await queries
      .selectFrom('attempt_counters')
      .selectAll()
      .where('instance_id', '=', server.instance.id)
      .where('kind', '=', 'wrong_password')
      .where('attempts', '<', 0)
      .execute();
    expect(counters).toHaveLength(0);
  });
});

describe('POST /v1/client/sign_ins/:sign_in_id/attempt_first_factor', () => {
  it('200: the code signs in', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    await prepare(browser, path);
    const code = lastCodeFor(server, identifier);
    const { body } = await attempt(browser, path, { strategy: 'email_code', code });
    expect(body.response).toMatchObject({
      status: 'complete',
      first_factor_verification: { status: 'verified', strategy: 'email_code' },
    });
    expect(body.client.sessions).toHaveLength(1);
  });

  it('200: the password signs in', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    const { body } = await attempt(browser, path, { strategy: 'password', password: PASSWORD });
    expect(body.response.status).toBe('complete');
  });

  it('exactly one of a hundred parallel right codes signs in', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    await prepare(browser, path);
    const code = lastCodeFor(server, identifier);
    const cookies = { [server.instance.clientCookieName]: browser.secret };
    const send = () =>
      server.frontend('POST', `${path}/attempt_first_factor`, {
        form: { strategy: 'email_code', code },
        cookies,
      });
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode >= 500)).toHaveLength(0);
  });

  it('at most three of a hundred parallel guesses are compared', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    await prepare(browser, path);
    const guesses = Array.from({ length: 100 }, () =>
      attempt(browser, path, { strategy: 'email_code', code: '-' }),
    );
    const codes = (await Promise.all(guesses)).map(({ body }) => body.errors[0].code as string);
    expect(codes.filter((code) => code === 'form_code_incorrect')).toHaveLength(3);
    expect(codes.filter((code) => code === 'verification_failed')).toHaveLength(97);
  });

  it('400: a code for another purpose is no answer', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    await prepare(browser, path, 'reset_password_email_code');
    const code = lastCodeFor(server, identifier);
    const answer = await attempt(browser, path, { strategy: 'email_code', code });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'verification_missing' }] } });
  });

  it('404: to another browser and to a stranger the attempt does not exist', async () => {
    const { identifier } = await makeUser();
    const { path } = await begin(identifier);
    const { browser: other } = await begin(identifier);
    for (const browser of [other, openTestBrowser(server)])
      expect((await attempt(browser, path, { strategy: 'password', password: PASSWORD })).status).toBe(404);
  });
});

describe('POST /v1/client/sign_ins/:sign_in_id/reset_password', () => {
  it('200: sets the password, signs in and, when asked, ends the other sessions', async () => {
    const { identifier } = await makeUser();
    const elsewhere = openTestBrowser(server);
    await signIn(identifier, PASSWORD, elsewhere);
    const { browser, path } = await begin(identifier);
    await prepare(browser, path, 'reset_password_email_code');
    const code = lastCodeFor(server, identifier);
    const verified = await attempt(browser, path, { strategy: 'reset_password_email_code', code });
    expect(verified.body.response).toMatchObject({ status: 'needs_new_password', created_session_id: null });
    expect(verified.body.client.sessions).toHaveLength(0);
    const weak = await browser.post(`${path}/reset_password`, { password: 'password123' });
    expect(weak).toMatchObject({ status: 422, body: { errors: [{ code: 'form_password_pwned' }] } });
    const done = await browser.post(`${path}/reset_password`, {
      password: 'another good secret',
      sign_out_of_other_sessions: 'true',
    });
    expect(done.body.response.status).toBe('complete');
    expect((await elsewhere.get('/v1/client')).body.response.sessions).toHaveLength(0);
    expect((await signIn(identifier, PASSWORD)).status).toBe(422);
    expect((await signIn(identifier, 'another good secret')).status).toBe(200);
  });

  it('400: not before the code was right', async () => {
    const { identifier } = await makeUser();
    const { browser, path } = await begin(identifier);
    const answer = await browser.post(`${path}/reset_password`, { password: 'another good secret' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'client_state_invalid' }] } });
  });
});
