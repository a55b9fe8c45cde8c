import { checkTemplateTests, templateTestsSchema } from '@bartleby/claims-template';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const SOURCE = '{"org_id": "{{org.id}}", "name": "{{user.full_name}}"}';
const NO_ORG = { name: 'user without organization', expect: [{ claim: 'org_id', equals: null }] };
const NAMED = {
  name: 'a name is a text',
  given: { user: { first_name: 'Ada' } },
  expect: [{ claim: 'name', type: 'string' }, { claims_bytes_at_most: 600 }],
};

type Answer = Awaited<ReturnType<PlatformCaller['onInstance']>>;
const onInstance: PlatformCaller['call'] = (...input) => platform.onInstance(...input);
const read = async () => (await onInstance('GET', '/config')).body;
const patch = (session: object, { query = '', ifMatch }: { query?: string; ifMatch?: string } = {}) =>
  onInstance('PATCH', `/config${query}`, { session }, ifMatch === undefined ? {} : { 'if-match': ifMatch });
const run = (body: object) => onInstance('POST', '/session_token/test_run', body);
const codesOf = (answer: Answer) => answer.body.errors.map(({ code }: { code: string }) => code);

beforeEach(async () => {
  expect((await patch({ tests: [] })).status).toBe(200);
  expect((await patch({ claims_source: SOURCE, tests: [NO_ORG, NAMED] })).status).toBe(200);
});

describe('PATCH /config with session.tests', () => {
  it('keeps tests with the template, in one version; they read back as they were', async () => {
    const { config } = await read();
    expect(config.session.tests).toEqual([NO_ORG, NAMED]);
    const { body } = await onInstance('GET', `/session_token/versions/${config.session.version}`);
    expect(body).toMatchObject({ source: SOURCE, tests: [NO_ORG, NAMED], active: true });
  });

  it('422 names every expectation that the template breaks; nothing is saved', async () => {
    const before = await read();
    const answer = await patch({ claims_source: '{"org_id": "{{user.id}}", "name": 1}' });
    expect([answer.status, codesOf(answer)]).toEqual([
      422,
      ['template_tests_failed', 'template_tests_failed'],
    ]);
    expect(answer.body.errors.map(({ meta }: { meta: object }) => meta)).toEqual([
      {
        param_name: 'session.tests',
        pointer: '/0/expect/0',
        test: 'user without organization',
        claim: 'org_id',
        expected: 'null',
        actual: expect.stringMatching(/^"user_0+"$/),
      },
      expect.objectContaining({ pointer: '/1/expect/0', expected: 'string', actual: 'number: 1' }),
    ]);
    expect(answer.body.errors[1].long_message).toBe(
      'Test "a name is a text": name: expected string, but it is number: 1. Nothing was saved.',
    );
    expect(await read()).toEqual(before);
    const dry = await patch({ claims_source: '{}' }, { query: '?dry_run=true' });
    expect([dry.status, new Set(codesOf(dry))]).toEqual([422, new Set(['template_tests_failed'])]);
  });

  it('changes template and tests together, so that neither is ever live without the other', async () => {
    const renamed = { name: 'renamed', expect: [{ claim: 'organization', equals: null }] };
    const source = '{"organization": "{{org.id}}"}';
    expect((await patch({ claims_source: source })).status).toBe(422);
    expect((await patch({ tests: [renamed] })).status).toBe(422);
    const both = await patch({ claims_source: source, tests: [renamed] });
    expect(both.status).toBe(200);
    expect(both.body.after.session).toMatchObject({ claims_source: source, tests: [renamed] });
  });

  it('tests alone make a version too; the same again none', async () => {
    const before = await read();
    const saved = await patch({ tests: [NO_ORG], message: 'one is enough' });
    expect(saved.body.after.session).toMatchObject({
      version: before.config.session.version + 1,
      claims_source: SOURCE,
      tests: [NO_ORG],
    });
    const again = await patch({ tests: [NO_ORG] });
    expect(again.body.config_version).toBe(saved.body.config_version);
  });

  it('of a template and tests that do not fit each other, sent at once, only one is saved', async () => {
    const strict = { name: 'strict', expect: [{ claim: 'name', type: ['string', 'null'] }] };
    for (let round = 0; round < 5; round += 1) {
      await patch({ claims_source: SOURCE, tests: [] });
      const answers = await Promise.all([
        patch({ claims_source: '{"name": 1}' }),
        patch({ tests: [strict] }),
      ]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(200);
      expect([409, 422]).toContain(statuses[1]);
    }
  });

  it('409 for a stale If-Match', async () => {
    const { config_version: stale } = await read();
    await patch({ tests: [] });
    const answer = await patch({ tests: [NO_ORG] }, { ifMatch: stale });
    expect([answer.status, codesOf(answer)]).toEqual([409, ['config_conflict']]);
  });

  it('422 template_tests_invalid for tests that are none, each fault with its pointer', async () => {
    const before = await read();
    const tests = [{ name: 'x', expect: [{ claim: 'sub', absent: true }] }, { nam: 'y' }];
    const answer = await patch({ tests });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ meta }: { meta: { pointer: string } }) => meta.pointer)).toEqual([
      '/0/expect/0/claim',
      '/1/nam',
      '/1',
      '/1',
    ]);
    expect(new Set(codesOf(answer))).toEqual(new Set(['template_tests_invalid']));
    const many = await patch({ tests: Array.from({ length: 101 }, () => NO_ORG) });
    expect(many.status).toBe(422);
    expect(await read()).toEqual(before);
  });
});

describe('a real user in a test', () => {
  it('is read as they are when the template is saved; one who is gone fails it', async () => {
    const { user } = await signInTestUser(server, {
      firstName: 'Ada',
      publicMetadata: { plan: 'pro' },
      privateMetadata: { canary: 'CANARY-31' },
    });
    const tests = [{ name: 'Ada', given: { user_id: user.id }, expect: [{ claim: 'plan', equals: 'pro' }] }];
    const source = '{"plan": "{{user.public_metadata.plan}}"}';
    expect((await patch({ claims_source: source, tests })).status).toBe(200);
    const { body: context } = await onInstance('GET', `/session_token/test_context?user_ids=${user.id}`);
    expect(context.users).toEqual([
      {
        user_id: user.id,
        data: expect.objectContaining({ user: expect.objectContaining({ first_name: 'Ada' }) }),
        default_claims: expect.objectContaining({ sub: user.id }),
      },
    ]);
    expect(JSON.stringify(context)).not.toContain('CANARY-31');
    expect((await onInstance('DELETE', `/users/${user.id}`)).status).toBe(200);
    const gone = await patch({ claims_source: `${source} ` });
    expect([gone.status, gone.body.errors[0].meta]).toEqual([
      422,
      expect.objectContaining({
        pointer: '/0/given/user_id',
        actual: `${user.id} is not there`,
      }),
    ]);
  });

  it('of another instance is not there', async () => {
    const other = await createTestServer();
    const { user } = await signInTestUser(other, { firstName: 'Elsewhere' });
    const { body } = await onInstance('GET', `/session_token/test_context?user_ids=${user.id}`);
    expect(body.users).toEqual([]);
    await other.close();
  });
});

describe('a cookie’s bytes', () => {
  it('are those of the token with the longest origin, as a save weighs it', async () => {
    const expectation = (most: number) => ({ name: 'size', expect: [{ cookie_bytes_at_most: most }] });
    const { body } = await run({ tests: [expectation(1)] });
    const actual = Number.parseInt(body.results[0].failures[0].actual, 10);
    expect(actual).toBeGreaterThan(800);
    expect((await patch({ tests: [expectation(actual)] })).status).toBe(200);
    expect((await patch({ tests: [expectation(actual - 1)] })).status).toBe(422);
  });
});

describe('POST /session_token/test_run', () => {
  it('200: a draft against the saved tests, or other tests against the saved template', async () => {
    expect((await run({})).body).toMatchObject({
      passed: true,
      results: [
        { name: NO_ORG.name, passed: true, claims: { org_id: null, name: null } },
        { name: NAMED.name, passed: true, claims: { org_id: null, name: 'Ada' } },
      ],
    });
    const draft = await run({ claims_source: '{"org_id": null}' });
    expect([draft.status, draft.body.passed]).toEqual([200, false]);
    expect(draft.body.results[1].failures).toEqual([
      { pointer: '/1/expect/0', claim: 'name', expected: 'string', actual: 'absent' },
    ]);
    const wrong = { name: 'wrong', expect: [{ claim: 'name', equals: 'Eve' }] };
    expect((await run({ tests: [wrong] })).body.passed).toBe(false);
  });

  it('422 for a draft with errors, and for tests that are none', async () => {
    const draft = await run({ claims_source: '{"sub": 1}' });
    expect([draft.status, codesOf(draft)]).toEqual([422, ['claim_reserved']]);
    const tests = await run({ tests: ['x'] });
    expect([tests.status, codesOf(tests)]).toEqual([422, ['template_tests_invalid']]);
  });
});

describe('GET /session_token/test_context', () => {
  it('422 for more users than tests may name', async () => {
    const ids = Array.from({ length: 21 }, (_, n) => `user_${n}`);
    const answer = await onInstance('GET', `/session_token/test_context?user_ids=${ids}`);
    expect([answer.status, codesOf(answer)]).toEqual([422, ['form_param_value_invalid']]);
  });
});

describe('POST /session_token/rollback', () => {
  const versionOf = async () => (await read()).config.session.version as number;
  const rollBack = (body: object) => onInstance('POST', '/session_token/rollback', body);

  it('brings back the tests of that version, or keeps today’s when told', async () => {
    const old = await versionOf();
    const today = { name: 'today', expect: [{ claim: 'name', type: ['string', 'null'] }] };
    await patch({ claims_source: '{"name": "{{user.first_name}}"}', tests: [today] });
    const kept = await rollBack({ version: old, keep_tests: true });
    expect(kept.body.after.session).toMatchObject({ claims_source: SOURCE, tests: [today] });
    await patch({ claims_source: '{"name": "{{user.first_name}}"}' });
    const restored = await rollBack({ version: old });
    expect(restored.body.after.session).toMatchObject({ claims_source: SOURCE, tests: [NO_ORG, NAMED] });
  });

  it('422 when the tests that would be live are broken by the old text', async () => {
    const old = await versionOf();
    const today = { name: 'today', expect: [{ claim: 'email', type: ['string', 'null'] }] };
    await patch({ claims_source: '{"email": "{{user.primary_email_address}}"}', tests: [today] });
    const before = await read();
    const answer = await rollBack({ version: old, keep_tests: true });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['template_tests_failed']]);
    expect(await read()).toEqual(before);
  });
});

describe('an operator without the right', () => {
  it('sees no tests and runs none', async () => {
    const { token } = await platform.signInOperator([]);
    const headers = { authorization: `Bearer ${token}` };
    const context = await onInstance('GET', '/session_token/test_context', undefined, headers);
    const ran = await onInstance('POST', '/session_token/test_run', {}, headers);
    const changed = await onInstance('PATCH', '/config', { session: { tests: [] } }, headers);
    for (const { status, body } of [context, ran, changed]) {
      expect(status).toBeGreaterThanOrEqual(403);
      expect(Object.keys(body)).toEqual(['errors', 'clerk_trace_id']);
    }
  });
});

describe('the JSON Schema for editors', () => {
  const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(templateTestsSchema);

  it.each([
    [[NO_ORG, NAMED]],
    [[]],
    [[{ name: 'x', expect: [{ claim: 'a', equals: null }, { cookie_bytes_at_most: 4096 }] }]],
    [[{ name: 'x', given: { org: { id: 'org_1', slug: null } }, expect: [{ claim: 'a', absent: true }] }]],
    [[{ name: 'x', expect: [] }]],
    [[{ name: '', expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', expect: [{ claim: 'a' }] }]],
    [[{ name: 'x', expect: [{ claim: 'a', type: 'text' }] }]],
    [[{ name: 'x', expect: [{ claim: 'a', equals: 1, absent: true }] }]],
    [[{ name: 'x', given: { user: { shoe_size: 1 } }, expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', given: { user: { first_name: 1 } }, expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', given: { user: { id: null } }, expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', given: { session: { actor: {} } }, expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', given: { user_id: 'ada' }, expect: [{ claim: 'a', equals: 1 }] }]],
    [[{ name: 'x', expect: [{ claims_bytes_at_most: 0 }] }]],
    [{}],
  ])('judges %j as the server does', (tests) => {
    expect(valid(tests)).toBe(checkTemplateTests(JSON.stringify(tests)).ok);
  });
});
