import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';
import { lastCodeFor, openTestBrowser } from '../../testing/test-browser.ts';
import { createTicket } from '../tickets/index.ts';
import { isSubaddress, readIdentifier } from './restricted-identifier.ts';

let server: TestServer;
let stranger: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  stranger = await createTestServer();
});
afterAll(async () => {
  await server.close();
  await stranger.close();
});

const restrict = (body: object, on: TestServer = server) =>
  on.backend('PATCH', '/v1/instance/restrictions', body);
const add = (list: 'allow' | 'block', identifier: unknown, on: TestServer = server) =>
  on.backend('POST', `/v1/${list}list_identifiers`, { identifier });
const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;
const password = 'correct horse battery staple';

const off = {
  allowlist: false,
  blocklist: false,
  allowlist_blocklist_disabled_on_sign_in: false,
  block_email_subaddresses: false,
};
beforeEach(async () => {
  await restrict(off);
});

/** What a new browser is told when it signs up with this address. */
async function signUp(email_address: string) {
  const { status, body } = await openTestBrowser(server).post('/v1/client/sign_ups', {
    email_address,
    password,
  });
  return status === 200 ? 200 : [status, body.errors[0].code];
}

async function signIn(identifier: string) {
  const { status, body } = await openTestBrowser(server).post('/v1/client/sign_ins', {
    identifier,
    password,
  });
  return status === 200 ? 200 : [status, body.errors[0].code];
}
const REFUSED = [403, 'not_allowed_access'];

describe('/v1/allowlist_identifiers and /v1/blocklist_identifiers', () => {
  it.each(['allow', 'block'] as const)('200: added, listed, removed: %slist', async (list) => {
    const own = await createTestServer();
    const made = (await add(list, 'Ada@Example.com', own)).json();
    const at = own.clock.now().getTime();
    expect(made).toEqual({
      object: `${list}list_identifier`,
      id: expect.stringMatching(list === 'allow' ? /^alid_/ : /^blid_/),
      identifier: 'ada@example.com',
      identifier_type: 'email_address',
      instance_id: own.instance.id,
      created_at: at,
      updated_at: at,
    });
    const path = `/v1/${list}list_identifiers`;
    const page = (await own.backend('GET', `${path}?paginated=true`)).json();
    expect(page).toEqual({ data: [made], total_count: 1 });
    const other = list === 'allow' ? 'block' : 'allow';
    expect((await own.backend('DELETE', `/v1/${other}list_identifiers/${made.id}`)).statusCode).toBe(404);
    expect((await stranger.backend('DELETE', `${path}/${made.id}`)).statusCode).toBe(404);
    const gone = (await own.backend('DELETE', `${path}/${made.id}`)).json();
    expect(gone).toEqual({ object: `${list}list_identifier`, id: made.id, deleted: true });
    expect((await own.backend('DELETE', `${path}/${made.id}`)).statusCode).toBe(404);
    await own.close();
  });

  it('400: twice; 422: what is no identifier, and a notice that nobody would get', async () => {
    await add('block', 'twice@example.com');
    const again = await add('block', 'TWICE@example.com');
    expect([again.statusCode, codeOf(again)]).toEqual([400, 'duplicate_record']);
    for (const odd of [
      'nonsense',
      'a@b',
      '*@*.com',
      '+1',
      'a b@example.com',
      `${'a'.repeat(300)}@example.com`,
    ]) {
      const answer = await add('allow', odd);
      expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'form_param_format_invalid']);
    }
    for (const identifier of ['', undefined, 5])
      expect((await add('allow', identifier)).statusCode).toBe(422);
    const notice = await server.backend('POST', '/v1/allowlist_identifiers', {
      identifier: 'a@b.test',
      notify: true,
    });
    expect([notice.statusCode, codeOf(notice)]).toEqual([422, 'form_conditional_param_disallowed']);
  });

  it.each([
    ['example.com', 'email_address', '*@example.com'],
    ['@Example.com', 'email_address', '*@example.com'],
    ['*@example.com', 'email_address', '*@example.com'],
    [' a.b+c@sub.example.com ', 'email_address', 'a.b+c@sub.example.com'],
    ['+1 (555) 123-4567', 'phone_number', '+15551234567'],
    [`0x${'Ab'.repeat(20)}`, 'web3_wallet', `0x${'ab'.repeat(20)}`],
  ])('reads %s', (text, identifierType, identifier) => {
    expect(readIdentifier(text)).toEqual({ identifierType, identifier });
  });
});

describe('PATCH /v1/instance/restrictions', () => {
  it('200: all five; a null leaves; 422: what this server does not have, and other types', async () => {
    const answer = await restrict({
      allowlist: true,
      blocklist: null,
      block_disposable_email_domains: false,
    });
    expect(answer.json()).toEqual({
      object: 'instance_restrictions',
      ...off,
      allowlist: true,
      block_disposable_email_domains: false,
      ignore_dots_for_gmail_addresses: false,
    });
    const { user_settings } = (await server.frontend('GET', '/v1/environment')).json();
    expect(user_settings.restrictions.allowlist).toEqual({ enabled: true });
    expect(user_settings.sign_up.allowlist_only).toBe(true);
    const disposable = await restrict({ block_disposable_email_domains: true, allowlist: false });
    expect([disposable.statusCode, codeOf(disposable)]).toEqual([422, 'form_conditional_param_disallowed']);
    expect((await restrict({ ignore_dots_for_gmail_addresses: true })).statusCode).toBe(422);
    expect((await restrict({ blocklist: 'yes' })).statusCode).toBe(422);
    expect((await restrict({})).json().allowlist).toBe(true);
  });
});

describe('sign-up', () => {
  it('allowlist: the listed address and domain may, others may not; off, everybody may', async () => {
    await add('allow', 'friend@example.com');
    await add('allow', '*@staff.example.com');
    expect(await signUp('anybody@example.com')).toBe(200);
    await restrict({ allowlist: true });
    expect(await signUp('anybody@example.com')).toEqual(REFUSED);
    expect(await signUp('Friend@Example.com')).toBe(200);
    expect(await signUp('whoever@staff.example.com')).toBe(200);
    expect(await signUp('whoever@other.staff.example.com')).toEqual(REFUSED);
  });

  it('allowlist: an invitation opens it; blocklist: it does not', async () => {
    await restrict({ allowlist: true, blocklist: true });
    await add('block', 'invited-and-blocked@example.com');
    const byTicket = async (emailAddress: string) => {
      const { instance } = server;
      const { secret } = await createTicket(server.dependencies, { instance, emailAddress });
      return openTestBrowser(server).post('/v1/client/sign_ups', {
        strategy: 'ticket',
        ticket: secret,
        password,
      });
    };
    const invited = await byTicket('invited@example.com');
    expect([invited.status, invited.body.response.status]).toEqual([200, 'complete']);
    const blocked = await byTicket('invited-and-blocked@example.com');
    expect([blocked.status, blocked.body.errors[0].code]).toEqual(REFUSED);
  });

  it('blocklist: neither the address nor the domain; a list that changes meanwhile counts at the end', async () => {
    await restrict({ blocklist: true });
    await add('block', 'spam.example.com');
    expect(await signUp('one@spam.example.com')).toEqual(REFUSED);
    const browser = openTestBrowser(server);
    const late = 'late@example.com';
    const { body } = await browser.post('/v1/client/sign_ups', { email_address: late, password });
    const path = `/v1/client/sign_ups/${body.response.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: 'email_code' });
    await add('block', late);
    const code = lastCodeFor(server, late);
    const answer = await browser.post(`${path}/attempt_verification`, { strategy: 'email_code', code });
    expect([answer.status, answer.body.errors[0].code]).toEqual(REFUSED);
    const users = await server.backend('GET', `/v1/users?email_address=${late}`);
    expect(users.json()).toEqual([]);
  });

  it('subaddresses: refused when the instance says so, test addresses aside', async () => {
    expect(await signUp('a+b@example.com')).toBe(200);
    await restrict({ block_email_subaddresses: true });
    expect(await signUp('a+c@example.com')).toEqual(REFUSED);
    expect(await signUp('plain@example.com')).toBe(200);
    expect(await signUp('a+clerk_test@example.com')).toBe(200);
    expect(isSubaddress('plain@sub+domain.example')).toBe(false);
  });
});

describe('sign-in', () => {
  it('the lists bind users too, unless the instance says not; whoever is out gets no session', async () => {
    const address = 'member@example.com';
    await signInTestUser(server, { emailAddresses: [address], password });
    expect(await signIn(address)).toBe(200);
    await restrict({ blocklist: true });
    await add('block', address);
    expect(await signIn(address)).toEqual(REFUSED);
    await restrict({ allowlist_blocklist_disabled_on_sign_in: true });
    expect(await signIn(address)).toBe(200);
    await restrict({ ...off, allowlist: true });
    expect(await signIn(address)).toEqual(REFUSED);
    await add('allow', address);
    expect(await signIn(address)).toBe(200);
  });
});
