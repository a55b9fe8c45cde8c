import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import {
  type BrowserAnswer,
  lastCodeFor,
  openTestBrowser,
  type TestBrowser,
} from '../../testing/test-browser.ts';
import { createUser, type UserInput } from '../users/index.ts';

const PASSWORD = 'a long enough secret';
const servers: TestServer[] = [];
let named: TestServer;
let several: TestServer;
let joining: TestServer;
let count = 0;
const next = () => {
  count += 1;
  return count;
};

const serverWith = async (settings: Partial<TestServer['instance']['settings']>) => {
  const server = await createTestServer({ instance: { settings } });
  servers.push(server);
  return server;
};
beforeAll(async () => {
  named = await serverWith({ username: 'on' });
  several = await serverWith({ singleSessionMode: false });
  joining = await serverWith({ signUpIfMissing: true, emailStrategies: ['email_code', 'email_link'] });
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

async function makeUser(server: TestServer, input: UserInput = {}) {
  const emailAddress = `mona${next()}@example.com`;
  const user = await createUser(server.dependencies, {
    emailAddresses: [emailAddress],
    password: PASSWORD,
    ...input,
    instance: server.instance,
    actor: { type: 'server', id: null },
  });
  return { id: user.id, emailAddress };
}

const signIn = (browser: TestBrowser, identifier: string, password = PASSWORD) =>
  browser.post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
const codeOf = ({ status, body }: BrowserAnswer) => [status, body.errors?.[0].code];
const strategiesOf = ({ body }: BrowserAnswer) =>
  body.response.supported_first_factors.map(({ strategy }: { strategy: string }) => strategy);
/** A body without what differs by chance or was typed. */
const masked = (answer: BrowserAnswer) =>
  JSON.stringify([answer.status, answer.body])
    .replace(/(sia|client|trace)_[0-9A-Za-z]{27}/g, '$1_')
    .replace(/"clerk_trace_id":"[^"]*"/, '')
    .replace(/(nobody|mona)\d+/g, '');

describe('a username as identifier', () => {
  it('signs in, whatever its case; the address still does too', async () => {
    const username = `Mona${next()}`;
    const { id, emailAddress } = await makeUser(named, { username });
    for (const identifier of [username, username.toUpperCase(), ` ${username} `, emailAddress]) {
      const { body } = await signIn(openTestBrowser(named), identifier);
      expect(body.client?.sessions[0].user.id, identifier).toBe(id);
    }
  });

  it('tells nothing: the same password step and the same refusals for a known and an unknown one', async () => {
    const username = `mona${next()}`;
    await makeUser(named, { username });
    const unknown = `nobody${next()}`;
    const begin = async (identifier: string) => {
      const browser = openTestBrowser(named);
      const answer = await browser.post('/v1/client/sign_ins', { identifier });
      const path = `/v1/client/sign_ins/${answer.body.response.id}`;
      const wrong = await browser.post(`${path}/attempt_first_factor`, {
        strategy: 'password',
        password: 'another long secret',
      });
      const mail = await browser.post(`${path}/prepare_first_factor`, { strategy: 'email_code' });
      return { answer, wrong, mail };
    };
    const [known, nobody] = [await begin(username), await begin(unknown)];
    expect(strategiesOf(known.answer)).toEqual(['password']);
    expect(masked(nobody.answer)).toBe(masked(known.answer));
    expect(codeOf(known.wrong)).toEqual([422, 'form_password_incorrect']);
    expect(masked(nobody.wrong)).toBe(masked(known.wrong));
    expect(codeOf(known.mail)).toEqual([422, 'form_param_value_invalid']);
    expect(masked(nobody.mail)).toBe(masked(known.mail));
    const instant = await Promise.all(
      [username, unknown].map((identifier) =>
        signIn(openTestBrowser(named), identifier, 'another long secret'),
      ),
    );
    expect(masked(instant[0]!)).toBe(masked(instant[1]!));
  });

  it('is an address that is no address where usernames are off', async () => {
    const { body } = await openTestBrowser(several).post('/v1/client/sign_ins', { identifier: 'mona' });
    expect(body.errors[0]).toMatchObject({
      code: 'form_param_format_invalid',
      meta: { param_name: 'identifier' },
    });
  });

  it('is taken in any case at sign-up, by one of 20 at once', async () => {
    const username = `twin${next()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const browser = openTestBrowser(named);
        const emailAddress = `twin${next()}@example.com`;
        const fields = { email_address: emailAddress, password: PASSWORD };
        const name = index % 2 ? username : username.toUpperCase();
        const { body } = await browser.post('/v1/client/sign_ups', { ...fields, username: name });
        const path = `/v1/client/sign_ups/${body.response.id}`;
        await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
        const code = lastCodeFor(named, emailAddress);
        return browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code });
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200);
    expect(new Set(others.map((answer) => codeOf(answer).join(' ')))).toEqual(
      new Set(['422 form_identifier_exists']),
    );
    const late = await openTestBrowser(named).post('/v1/client/sign_ups', {
      username: username.toUpperCase(),
    });
    expect(late.body.errors[0].meta.param_name).toBe('username');
  });
});

describe('without an email address', () => {
  it('username and password alone make a user, who signs in with them; an address is refused', async () => {
    const server = await serverWith({ emailAddress: 'off', username: 'required', password: 'required' });
    const browser = openTestBrowser(server);
    const refused = await browser.post('/v1/client/sign_ups', { email_address: 'mona@example.com' });
    expect(codeOf(refused)).toEqual([422, 'form_param_unknown']);
    const begun = await browser.post('/v1/client/sign_ups', { password: PASSWORD });
    expect(begun.body.response).toMatchObject({
      status: 'missing_requirements',
      required_fields: ['username', 'password'],
      missing_fields: ['username'],
    });
    const path = `/v1/client/sign_ups/${begun.body.response.id}`;
    const done = await browser.send('PATCH', path, { username: 'Solo_Mona' });
    expect(done.body.response).toMatchObject({ status: 'complete', username: 'Solo_Mona' });
    const again = await signIn(openTestBrowser(server), 'solo_mona');
    expect(again.body.response.status).toBe('complete');
    const { body } = await signIn(openTestBrowser(server), 'mona@example.com');
    expect(body.errors[0].code).toBe('form_param_format_invalid');
  });
});

describe('without a password', () => {
  it('offers the code alone, and takes no password', async () => {
    const server = await serverWith({ password: 'off' });
    const { emailAddress } = await makeUser(server);
    const browser = openTestBrowser(server);
    const begun = await browser.post('/v1/client/sign_ins', { identifier: emailAddress });
    expect(strategiesOf(begun)).toEqual(['email_code']);
    const path = `/v1/client/sign_ins/${begun.body.response.id}`;
    const guess = { strategy: 'password', password: PASSWORD };
    expect(codeOf(await browser.post(`${path}/attempt_first_factor`, guess))[0]).toBe(422);
    expect(codeOf(await signIn(browser, emailAddress))).toEqual([422, 'form_param_value_invalid']);
    const signUp = { email_address: 'p@example.com', password: PASSWORD };
    expect(codeOf(await browser.post('/v1/client/sign_ups', signUp))).toEqual([422, 'form_param_unknown']);
  });
});

describe('several sessions in one browser', () => {
  const sessionsOf = ({ body }: BrowserAnswer) =>
    (body.client ?? body.response).sessions.map((session: { id: string }) => session.id);

  it('adds an account, switches, signs out of one, then of all', async () => {
    const browser = openTestBrowser(several);
    const [first, second] = [await makeUser(several), await makeUser(several)];
    const one = (await signIn(browser, first.emailAddress)).body.response.created_session_id;
    const added = await signIn(browser, second.emailAddress);
    const two = added.body.response.created_session_id;
    expect(sessionsOf(added)).toEqual([one, two]);
    expect(added.body.client.last_active_session_id).toBe(two);
    for (const session of added.body.client.sessions) expect(session.last_active_token.jwt).toBeTruthy();
    const touch = { active_organization_id: '', intent: 'select_session' };
    const switched = await browser.post(`/v1/client/sessions/${one}/touch`, touch);
    expect(switched.body.client.last_active_session_id).toBe(one);
    const me = await browser.get(`/v1/me?_clerk_session_id=${two}`);
    expect(me.body.response.id).toBe(second.id);
    const left = await browser.post(`/v1/client/sessions/${one}/remove`);
    expect(left.body.response.status).toBe('removed');
    expect([sessionsOf(left), left.body.client.last_active_session_id]).toEqual([[two], two]);
    await signIn(browser, first.emailAddress);
    const out = await browser.send('DELETE', '/v1/client/sessions');
    expect(out.body.response).toMatchObject({ sessions: [], last_active_session_id: null });
    for (const { id } of [first, second]) {
      const rows = (await several.backend('GET', `/v1/sessions?user_id=${id}&status=active`)).json();
      expect(rows).toEqual([]);
    }
  });

  it('400 identifier_already_signed_in names the session to switch to, by password, identifier and ticket', async () => {
    const browser = openTestBrowser(several);
    const { id, emailAddress } = await makeUser(several);
    const session = (await signIn(browser, emailAddress)).body.response.created_session_id;
    const { token } = (await several.backend('POST', '/v1/sign_in_tokens', { user_id: id })).json();
    const ticket = { strategy: 'ticket', ticket: token };
    for (const answer of [
      await signIn(browser, emailAddress),
      await browser.post('/v1/client/sign_ins', { identifier: emailAddress }),
      await browser.post('/v1/client/sign_ins', ticket),
    ]) {
      expect(codeOf(answer)).toEqual([400, 'identifier_already_signed_in']);
      expect(answer.body.errors[0].meta.session_id).toBe(session);
    }
    const other = await openTestBrowser(several).post('/v1/client/sign_ins', ticket);
    expect(other.body.response.status).toBe('complete'); // The refusal did not use it up.
  });

  it('a sign-up adds its session beside the others', async () => {
    const browser = openTestBrowser(several);
    const { emailAddress } = await makeUser(several);
    await signIn(browser, emailAddress);
    const address = `mona${next()}@example.com`;
    const { body } = await browser.post('/v1/client/sign_ups', {
      email_address: address,
      password: PASSWORD,
    });
    const path = `/v1/client/sign_ups/${body.response.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    const code = lastCodeFor(several, address);
    const done = await browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code });
    expect(sessionsOf(done)).toHaveLength(2);
  });

  it('where one is allowed, 400 session_exists, and a second sign-in takes the place of the first', async () => {
    const browser = openTestBrowser(named);
    const { emailAddress } = await makeUser(named);
    const session = (await signIn(browser, emailAddress)).body.response.created_session_id;
    const again = await signIn(browser, (await makeUser(named)).emailAddress);
    expect(codeOf(again)).toEqual([400, 'session_exists']);
    expect(sessionsOf(await browser.get('/v1/client'))).toEqual([session]);
  });
});

describe('a sign-in that becomes a sign-up', () => {
  const begin = async (identifier: string, form: Record<string, string> = { sign_up_if_missing: 'true' }) => {
    const browser = openTestBrowser(joining);
    const answer = await browser.post('/v1/client/sign_ins', { identifier, ...form });
    const path = `/v1/client/sign_ins/${answer.body.response.id}`;
    const prepared = await browser.post(`${path}/prepare_first_factor`, { strategy: 'email_code' });
    return { browser, path, prepared };
  };
  const attempt = (browser: TestBrowser, path: string, code: string) =>
    browser.post(`${path}/attempt_first_factor`, { strategy: 'email_code', code });

  it('the right code of an unknown address is transferable, and the sign-up has it proved', async () => {
    const identifier = `nobody${next()}@example.com`;
    const { browser, path } = await begin(identifier);
    const proved = await attempt(browser, path, lastCodeFor(joining, identifier));
    expect(proved.body.response).toMatchObject({
      status: 'needs_first_factor',
      created_session_id: null,
      first_factor_verification: { status: 'transferable', strategy: 'email_code' },
    });
    const begun = await browser.post('/v1/client/sign_ups', { transfer: 'true' });
    expect(begun.body.response).toMatchObject({
      status: 'missing_requirements',
      email_address: identifier,
      missing_fields: ['password'],
      unverified_fields: [],
    });
    expect(begun.body.client.sign_in).toBeNull();
    const signUp = `/v1/client/sign_ups/${begun.body.response.id}`;
    const done = await browser.send('PATCH', signUp, { password: PASSWORD });
    expect(done.body.response.status).toBe('complete');
    expect(codeOf(await openTestBrowser(joining).post('/v1/client/sign_ups', { transfer: 'true' }))).toEqual([
      400,
      'account_transfer_invalid',
    ]);
  });

  it('a known address signs in by the same steps, answered alike until the code was right', async () => {
    const { id, emailAddress } = await makeUser(joining);
    const known = await begin(emailAddress);
    const unknown = await begin(`nobody${next()}@example.com`);
    const shape = ({ prepared }: typeof known) =>
      masked(prepared)
        .replace(/idn_\w{27}/g, '')
        .replace(/[mn]\*+\w@/g, '');
    expect(shape(unknown)).toBe(shape(known));
    const done = await attempt(known.browser, known.path, lastCodeFor(joining, emailAddress));
    expect(done.body.client.sessions[0].user.id).toBe(id);
  });

  it('a link does it too', async () => {
    const identifier = `nobody${next()}@example.com`;
    const { browser, path } = await begin(identifier);
    const form = { strategy: 'email_link', redirect_url: 'http://localhost:3000/verify' };
    await browser.post(`${path}/prepare_first_factor`, form);
    const text = joining.dependencies.sentMail.findLast(({ to }) => to === identifier)?.text ?? '';
    const link = /\/v1\/verify\?token=\w+/.exec(text)?.[0] ?? '';
    const { location } = await browser.open(link);
    expect(new URL(location ?? '').searchParams.get('__clerk_status')).toBe('transferable');
    expect((await browser.get(path)).body.response.first_factor_verification.status).toBe('transferable');
    const begun = await browser.post('/v1/client/sign_ups', { transfer: 'true', password: PASSWORD });
    expect(begun.body.response.status).toBe('complete');
  });

  it('nothing goes out, and nothing becomes of it, where it was not asked for or is not allowed', async () => {
    const plain = `nobody${next()}@example.com`;
    const { browser } = await begin(plain, {});
    expect(codeOf(await browser.post('/v1/client/sign_ups', { transfer: 'true' }))[1]).toBe(
      'account_transfer_invalid',
    );
    const closed = await serverWith({ signUpIfMissing: true, signUpMode: 'closed' });
    const stranger = openTestBrowser(closed);
    await stranger.post('/v1/client/sign_ins', {
      strategy: 'email_code',
      identifier: plain,
      sign_up_if_missing: 'true',
    });
    for (const server of [joining, closed])
      expect(server.dependencies.sentMail.filter(({ to }) => to === plain)).toEqual([]);
  });
});
