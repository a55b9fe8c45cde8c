import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser, useSessionTokenTemplate } from '../../testing/signed-in-browser.ts';
import { listEvents } from '../events/index.ts';
import { textDifference } from './text-difference.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const NAME = '{\n  "name": "{{user.full_name}}",\n  "id": "{{user.id}}"\n}';
const FALLBACK =
  '{\n  "name": "{{user.full_name || \'you\'}}",\n  "plan": "{{user.public_metadata.plan}}"\n}';

const onInstance: PlatformCaller['call'] = (...input) => platform.onInstance(...input);
const read = async () => (await onInstance('GET', '/config')).body;
const diff = (query: string) => onInstance('GET', `/session_token/diff?${query}`);
const rollBack = (body: object, { query = '', ifMatch }: { query?: string; ifMatch?: string } = {}) =>
  onInstance(
    'POST',
    `/session_token/rollback${query}`,
    body,
    ifMatch === undefined ? {} : { 'if-match': ifMatch },
  );
async function save(source: string, message?: string): Promise<number> {
  const answer = await onInstance('PATCH', '/config', {
    session: { claims_source: source, ...(message && { message }) },
  });
  expect(answer.status).toBe(200);
  return answer.body.after.session.version;
}
const codesOf = (answer: { body: { errors: { code: string }[] } }) =>
  answer.body.errors.map(({ code }) => code);

let [first, second] = [0, 0];
beforeEach(async () => {
  await save('{}');
  first = await save(NAME, 'a name');
  second = await save(FALLBACK);
});

describe('GET /session_token/versions/:version', () => {
  it('200: the version, active or not', async () => {
    const { status, body } = await onInstance('GET', `/session_token/versions/${first}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      version: first,
      source: NAME,
      tests: [],
      author: { id: expect.stringMatching(/^plk_/), name: 'First platform key' },
      message: 'a name',
      accepted_broken_users: null,
      created_at: expect.any(Number),
      active: false,
    });
    expect((await onInstance('GET', `/session_token/versions/${second}`)).body.active).toBe(true);
  });

  it.each(['999999', '0', '-1', '1.5', 'latest', '1e99', '9'.repeat(40)])(
    '404: %s is none',
    async (version) => {
      const answer = await onInstance('GET', `/session_token/versions/${version}`);
      expect([answer.status, codesOf(answer)]).toEqual([404, ['resource_not_found']]);
    },
  );

  it('404 on another instance: its versions are its own', async () => {
    const other = await createTestServer();
    const { onInstance: onOther } = await createPlatformCaller(other);
    expect((await onOther('GET', `/session_token/versions/${first}`)).status).toBe(404);
    const rolled = await onOther('POST', '/session_token/rollback', { version: first });
    expect([rolled.status, codesOf(rolled)]).toEqual([404, ['resource_not_found']]);
    await other.close();
  });
});

describe('GET /session_token/diff', () => {
  it('200: text, types and chosen users under both versions', async () => {
    const { user } = await signInTestUser(server, {
      firstName: 'Ada',
      publicMetadata: { plan: 'pro' },
      privateMetadata: { canary: 'CANARY-23' },
    });
    const { status, body } = await diff(`from=${first}&to=${second}&user_ids=${user.id}`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('CANARY-23');
    expect([body.from.version, body.to.version, body.from.source, body.to.active]).toEqual([
      first,
      second,
      NAME,
      true,
    ]);
    expect(body.from.errors).toEqual([]);
    expect(body.template_diff.split('\n').filter((line: string) => /^[-+]\s/.test(line))).toEqual([
      '-  "name": "{{user.full_name}}",',
      '-  "id": "{{user.id}}"',
      '+  "name": "{{user.full_name || \'you\'}}",',
      '+  "plan": "{{user.public_metadata.plan}}"',
    ]);
    expect(body.tests_diff).toBe('');
    expect(body.claims).toEqual([
      {
        pointer: '/name',
        kind: 'no_longer_nullable',
        before: { type: 'string | null', expression: '"{{user.full_name}}"' },
        after: { type: 'string', expression: '"{{user.full_name || \'you\'}}"' },
      },
      {
        pointer: '/id',
        kind: 'removed',
        before: { type: 'string', expression: '"{{user.id}}"' },
        after: null,
      },
      {
        pointer: '/plan',
        kind: 'added',
        before: null,
        after: { type: 'unknown', expression: '"{{user.public_metadata.plan}}"' },
      },
    ]);
    expect(body.users).toEqual([
      {
        user_id: user.id,
        name: 'Ada',
        changes: [
          { pointer: '/id', kind: 'removed', before: user.id, after: null },
          { pointer: '/plan', kind: 'added', before: null, after: 'pro' },
        ],
        cookie_bytes: { before: expect.any(Number), after: expect.any(Number) },
      },
    ]);
    const preview = await onInstance('POST', '/session_token/preview', { user_id: user.id });
    expect(body.users[0].cookie_bytes.after).toBe(preview.body.cookie_bytes);
  });

  it('200: a version against itself has no difference', async () => {
    const { body } = await diff(`from=${first}&to=${first}`);
    expect([body.template_diff, body.claims, body.users]).toEqual(['', [], []]);
  });

  it('200: says what is wrong with a version that could not be saved today', async () => {
    await useSessionTokenTemplate(server, '{"a": "{{user.shoe_size}}"}');
    const { body: versions } = await onInstance('GET', '/session_token/versions?limit=1');
    const broken = versions.data[0].version;
    const { body } = await diff(`from=${second}&to=${broken}`);
    expect(body.to.errors).toEqual([expect.objectContaining({ code: 'shortcode_unknown', pointer: '/a' })]);
    expect(body.claims).toContainEqual(expect.objectContaining({ pointer: '/a', kind: 'added' }));
  });

  it.each([
    ['a version that is not there', 'from=1&to=999999', 404, 'resource_not_found'],
    ['an unknown user', 'from=1&to=1&user_ids=user_nobody', 404, 'resource_not_found'],
    ['no version', 'from=1', 422, 'form_param_missing'],
    ['a version that is no number', 'from=1&to=x', 422, 'form_param_type_invalid'],
    [
      'too many users',
      `from=1&to=1&user_ids=${Array.from({ length: 11 }, (_, n) => `u${n}`)}`,
      422,
      'form_param_value_invalid',
    ],
  ])('refuses %s', async (_, query, status, code) => {
    const answer = await diff(query);
    expect([answer.status, codesOf(answer)]).toEqual([status, [code]]);
  });
});

describe('POST /session_token/rollback', () => {
  it('200: a new version with the old text, its author, a message and an event; tokens follow', async () => {
    const { config_version: ifMatch } = await read();
    const { status, body } = await rollBack({ version: first, message: 'too early' }, { ifMatch });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dry_run: false,
      config_version: String(Number(ifMatch) + 1),
      before: { session: { claims_source: FALLBACK, version: second } },
      after: { session: { claims_source: NAME, version: second + 1 } },
    });
    // JWT templates are told by a change of them only.
    expect((await read()).config).toEqual({ ...body.after, jwt_templates: {} });
    const { body: newest } = await onInstance('GET', `/session_token/versions/${second + 1}`);
    const message = `Rolled back to version ${first}: too early`;
    expect(newest).toMatchObject({ source: NAME, message, active: true });
    const [event] = await listEvents(server.dependencies.database.queries, server.instance.id, 1);
    expect(event).toMatchObject({
      type: 'session_token_template.saved',
      actor: { type: 'platform_key' },
      data: { version: second + 1, message },
    });
    const browser = await signInTestUser(server, { firstName: 'Ada', lastName: 'Lovelace' });
    const token = await server.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, browser);
    const claims = JSON.parse(Buffer.from(token.json().jwt.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ name: 'Ada Lovelace', id: browser.user.id });
  });

  it('dry_run tells before and after and saves nothing', async () => {
    const before = await read();
    const { status, body } = await rollBack({ version: first }, { query: '?dry_run=true' });
    expect([status, body.dry_run, body.after.session.claims_source]).toEqual([200, true, NAME]);
    expect(await read()).toEqual(before);
  });

  it('200: to the text that is active already, no second version', async () => {
    const before = await read();
    const { status, body } = await rollBack({ version: second });
    expect([status, body.config_version]).toEqual([200, before.config_version]);
    expect(await read()).toEqual(before);
  });

  it('of 10 operators at once one wins, and the others are told', async () => {
    const { config_version: ifMatch } = await read();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => rollBack({ version: first }, { ifMatch })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    const late = answers.find(({ status }) => status === 409);
    expect(late && codesOf(late)).toEqual(['config_conflict']);
  });

  it('422: a text that does not compile any more, with its diagnostics', async () => {
    await useSessionTokenTemplate(server, '{"sub": "me", "b": "{{user.shoe_size}}"}');
    const { body: versions } = await onInstance('GET', '/session_token/versions?limit=1');
    await save(NAME);
    const before = await read();
    const answer = await rollBack({ version: versions.data[0].version });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['claim_reserved', 'shortcode_unknown']]);
    expect(answer.body.errors[1].meta).toMatchObject({ pointer: '/b', param_name: 'session.claims' });
    expect(await read()).toEqual(before);
  });

  it('422: a text under which a user of today would not fit, unless told exactly how many', async () => {
    const heavy = await createTestServer();
    const { onInstance: onHeavy } = await createPlatformCaller(heavy);
    const claims = { all: '{{user.public_metadata}}' };
    await onHeavy('PATCH', '/config', { session: { claims } });
    await onHeavy('PATCH', '/config', { session: { claims: {} } });
    await signInTestUser(heavy, { publicMetadata: { text: 'x'.repeat(4_000) } });
    const answer = await onHeavy('POST', '/session_token/rollback', { version: 1 });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['size_cap_exceeded']]);
    expect(answer.body.errors[0].long_message).toContain('send accept_broken_users: 1.');
    const accepting = (number: number) =>
      onHeavy('POST', '/session_token/rollback', { version: 1, accept_broken_users: number });
    const refused = await accepting(2);
    expect([refused.status, codesOf(refused)]).toEqual([422, ['broken_users_differ']]);
    expect(refused.body.errors[0].meta).toMatchObject({
      param_name: 'accept_broken_users',
      users_over_limit: 1,
    });
    expect((await accepting(1)).status).toBe(200);
    const { body } = await onHeavy('GET', '/session_token/versions?limit=1');
    expect(body.data[0]).toMatchObject({ version: 3, accepted_broken_users: 1 });
    await heavy.close();
  });

  it.each([
    ['no version', {}, 'form_param_missing'],
    ['a version as text', { version: '1' }, 'form_param_type_invalid'],
    ['an unknown member', { version: 1, force: true }, 'form_param_unknown'],
    ['too long a message', { version: 1, message: 'x'.repeat(401) }, 'form_param_max_length_exceeded'],
  ])('422: %s', async (_, body, code) => {
    const answer = await rollBack(body);
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
  });
});

describe('an operator without the right', () => {
  it('sees and changes nothing', async () => {
    const { token } = await platform.signInOperator([]);
    const headers = { authorization: `Bearer ${token}` };
    const before = await read();
    const answers = [
      await onInstance('GET', '/session_token/versions', undefined, headers),
      await onInstance('GET', `/session_token/versions/${first}`, undefined, headers),
      await onInstance('GET', `/session_token/diff?from=${first}&to=${second}`, undefined, headers),
      await onInstance('POST', '/session_token/rollback', { version: first }, headers),
    ];
    for (const { status, body } of answers) {
      expect([status, Object.keys(body)]).toEqual([answers[0]!.status, ['errors', 'clerk_trace_id']]);
      expect(status).toBeGreaterThanOrEqual(403);
      expect(JSON.stringify(body)).not.toContain('full_name');
    }
    expect(await read()).toEqual(before);
  });
});

describe('the difference of two texts', () => {
  const many = (word: string) => Array.from({ length: 8_000 }, (_, n) => `${word}${n}`).join('\n');

  it('of thousands of lines takes no time to speak of, and is whole', () => {
    const text = textDifference({ name: 'a', text: many('x') }, { name: 'b', text: many('y') });
    expect(text.split('\n').filter((line) => line.startsWith('-x'))).toHaveLength(8_000);
    expect(text.split('\n').filter((line) => line.startsWith('+y'))).toHaveLength(8_000);
  });
});
