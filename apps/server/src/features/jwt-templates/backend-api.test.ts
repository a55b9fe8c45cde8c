import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { listEvents } from '../events/index.ts';

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

const SECRET = 'a shared secret with more than the 32 bytes that HS256 asks for';
const rsaPem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();

let names = 0;
const newName = () => {
  names += 1;
  return `template-${names}`;
};
const create = (body: object = {}) =>
  server.backend('POST', '/v1/jwt_templates', { name: newName(), claims: { aud: 'api' }, ...body });
const update = (id: string, body: object) => server.backend('PATCH', `/v1/jwt_templates/${id}`, body);
const errorsOf = (answer: { json(): { errors: { code: string; long_message: string; meta: object }[] } }) =>
  answer.json().errors;
const codeOf = (answer: Parameters<typeof errorsOf>[0]) => errorsOf(answer)[0]?.code;

const custom = { custom_signing_key: true, signing_algorithm: 'HS256', signing_key: SECRET };

describe('POST /v1/jwt_templates', () => {
  it('200: with the defaults, signed by the key of the instance', async () => {
    const name = newName();
    const answer = await create({ name, claims: { aud: 'convex', name: '{{user.full_name}}' } });
    expect(answer.statusCode).toBe(200);
    const now = server.clock.now().getTime();
    expect(answer.json()).toEqual({
      object: 'jwt_template',
      id: expect.stringMatching(/^jtmp_[0-9A-Za-z]{27}$/),
      name,
      claims: { aud: 'convex', name: '{{user.full_name}}' },
      lifetime: 60,
      allowed_clock_skew: 5,
      custom_signing_key: false,
      signing_algorithm: 'RS256',
      created_at: now,
      updated_at: now,
    });
  });

  it('200: a null is not said; bounds are part of the range', async () => {
    const nothing = { lifetime: null, allowed_clock_skew: null, signing_key: null, signing_algorithm: null };
    expect((await create(nothing)).json()).toMatchObject({ lifetime: 60, allowed_clock_skew: 5 });
    for (const [lifetime, allowed_clock_skew] of [
      [30, 0],
      [315_360_000, 300],
    ])
      expect((await create({ lifetime, allowed_clock_skew })).json()).toMatchObject({
        lifetime,
        allowed_clock_skew,
      });
  });

  it('200: with a key of its own, which no answer, event or row shows', async () => {
    const answer = await create(custom);
    expect(answer.json()).toMatchObject({ custom_signing_key: true, signing_algorithm: 'HS256' });
    const { id } = answer.json();
    const list = await server.backend('GET', '/v1/jwt_templates?limit=500');
    const one = await server.backend('GET', `/v1/jwt_templates/${id}`);
    const { queries } = server.dependencies.database;
    const { rows } = await sql<{ sealed_signing_key: Buffer }>`select * from jwt_template_versions
      where instance_id = ${server.instance.id} and template_id = ${id}`.execute(queries);
    const events = await listEvents(queries, server.instance.id, 5);
    expect(rows[0]?.sealed_signing_key.includes('shared secret')).toBe(false);
    for (const text of [answer.body, list.body, one.body, JSON.stringify([rows, events])])
      expect(text).not.toContain('shared secret');
    expect(events.find(({ type }) => type === 'jwt_template.saved')?.data).toMatchObject({
      template_id: id,
      version: 1,
    });
  });

  it.each([
    ['no name', { name: undefined }, 'form_param_missing', 'name'],
    ['an empty name', { name: '' }, 'form_param_nil', 'name'],
    ['a name with a slash', { name: 'a/b' }, 'form_param_format_invalid', 'name'],
    ['a name of dots', { name: 'a..b' }, 'form_param_format_invalid', 'name'],
    ['the name of the session token', { name: '__session' }, 'form_param_format_invalid', 'name'],
    ['a name that is no text', { name: 5 }, 'form_param_type_invalid', 'name'],
    ['no claims', { claims: undefined }, 'form_param_missing', 'claims'],
    ['claims as a list', { claims: [] }, 'form_param_type_invalid', 'claims'],
    ['claims as text', { claims: '{}' }, 'form_param_type_invalid', 'claims'],
    ['claims null', { claims: null }, 'form_param_type_invalid', 'claims'],
    ['a lifetime too short', { lifetime: 29 }, 'form_param_value_too_small', 'lifetime'],
    ['a lifetime too long', { lifetime: 315_360_001 }, 'form_param_value_too_large', 'lifetime'],
    ['a fraction of a second', { lifetime: 60.5 }, 'form_param_type_invalid', 'lifetime'],
    ['too much skew', { allowed_clock_skew: 301 }, 'form_param_value_too_large', 'allowed_clock_skew'],
    ['negative skew', { allowed_clock_skew: -1 }, 'form_param_value_too_small', 'allowed_clock_skew'],
    [
      'a key without its algorithm',
      { ...custom, signing_algorithm: undefined },
      'form_conditional_param_missing',
      'signing_algorithm',
    ],
    [
      'an algorithm without its key',
      { ...custom, signing_key: undefined },
      'form_conditional_param_missing',
      'signing_key',
    ],
    ['a key without the switch', { signing_key: SECRET }, 'form_conditional_param_disallowed', 'signing_key'],
    [
      'an algorithm without the switch',
      { signing_algorithm: 'HS256' },
      'form_conditional_param_disallowed',
      'signing_algorithm',
    ],
    [
      'an algorithm against the switch',
      { custom_signing_key: false, signing_algorithm: 'HS256' },
      'form_conditional_param_disallowed',
      'signing_algorithm',
    ],
    [
      'no algorithm at all',
      { ...custom, signing_algorithm: 'none' },
      'form_param_value_invalid',
      'signing_algorithm',
    ],
    [
      'an algorithm we do not have',
      { ...custom, signing_algorithm: 'PS256' },
      'form_param_value_invalid',
      'signing_algorithm',
    ],
    [
      'a secret that is too short',
      { ...custom, signing_key: 'secret' },
      'form_param_value_invalid',
      'signing_key',
    ],
    [
      'an RSA key for ES256',
      { ...custom, signing_algorithm: 'ES256', signing_key: rsaPem },
      'form_param_value_invalid',
      'signing_key',
    ],
    ['text for RS256', { ...custom, signing_algorithm: 'RS256' }, 'form_param_value_invalid', 'signing_key'],
    [
      'a huge key',
      { ...custom, signing_key: 'x'.repeat(20_000) },
      'form_param_max_length_exceeded',
      'signing_key',
    ],
  ])('422: %s; nothing is stored', async (_, body, code, paramName) => {
    const before = (await server.backend('GET', '/v1/jwt_templates?paginated=true')).json().total_count;
    const answer = await create(body);
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, code]);
    expect(errorsOf(answer)[0]?.meta).toMatchObject({ param_name: paramName });
    expect(answer.body).not.toContain('shared secret');
    expect((await server.backend('GET', '/v1/jwt_templates?paginated=true')).json().total_count).toBe(before);
  });

  it('400: a claim that every custom JWT has by itself; each one is named', async () => {
    const answer = await create({ claims: { sub: 'x', nested: { sub: 'free' }, iss: 'y', aud: 'free' } });
    expect(answer.statusCode).toBe(400);
    expect(errorsOf(answer).map(({ code, meta }) => [code, meta])).toEqual([
      ['jwt_template_reserved_claim', expect.objectContaining({ param_name: 'claims', pointer: '/sub' })],
      ['jwt_template_reserved_claim', expect.objectContaining({ param_name: 'claims', pointer: '/iss' })],
    ]);
  });

  it('422: every error of the template, with its place', async () => {
    const answer = await create({ claims: { a: '{{user.nope}}', b: { c: '{{user.id' }, sub: 1 } });
    expect(answer.statusCode).toBe(422);
    expect(errorsOf(answer).map(({ code, meta }) => [code, (meta as { pointer: string }).pointer])).toEqual(
      expect.arrayContaining([
        ['shortcode_unknown', '/a'],
        ['shortcode_unterminated', '/b/c'],
        ['claim_reserved', '/sub'],
      ]),
    );
  });

  it('422: private metadata is no shortcode', async () => {
    const answer = await create({ claims: { a: '{{user.private_metadata.x}}' } });
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'shortcode_forbidden']);
  });

  it('422: a name in use; of 20 writers at once exactly one gets it', async () => {
    const name = newName();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'form_identifier_exists']);
    const elsewhere = { name, claims: {} };
    expect((await stranger.backend('POST', '/v1/jwt_templates', elsewhere)).statusCode).toBe(200);
  });

  it('403: more than 200', async () => {
    const own = await createTestServer();
    const at = own.clock.now();
    await sql`insert into jwt_templates (instance_id, id, name, version, created_at, updated_at)
      select ${own.instance.id}, 'jtmp_' || n, 'n' || n, 1, ${at}, ${at} from generate_series(1, 200) n`.execute(
      own.dependencies.database.queries,
    );
    const answer = await own.backend('POST', '/v1/jwt_templates', { name: 'one-more', claims: {} });
    await own.close();
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'quota_exceeded']);
  });
});

describe('GET /v1/jwt_templates', () => {
  it('200: a bare list, newest first; with paginated=true one with its count', async () => {
    const own = await createTestServer();
    for (const name of ['a', 'b', 'c']) {
      await own.backend('POST', '/v1/jwt_templates', { name, claims: {} });
      own.clock.advance(1);
    }
    const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(namesOf((await own.backend('GET', '/v1/jwt_templates')).json())).toEqual(['c', 'b', 'a']);
    const page = (await own.backend('GET', '/v1/jwt_templates?paginated=true&limit=1&offset=1')).json();
    expect([namesOf(page.data), page.total_count]).toEqual([['b'], 3]);
    for (const query of ['limit=0', 'limit=501', 'offset=-1'])
      expect((await own.backend('GET', `/v1/jwt_templates?${query}`)).statusCode).toBe(422);
    await own.close();
  });
});

describe('GET, PATCH, DELETE /v1/jwt_templates/:id', () => {
  it('404: unknown, or of another instance', async () => {
    const { id } = (await create()).json();
    const body = { name: 'x', claims: {} };
    for (const [asker, path] of [
      [server, '/v1/jwt_templates/jtmp_nope'],
      [stranger, `/v1/jwt_templates/${id}`],
    ] as const)
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        const answer = await asker.backend(method, path, ...(method === 'PATCH' ? [body] : []));
        expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
      }
    expect((await server.backend('GET', `/v1/jwt_templates/${id}`)).statusCode).toBe(200);
  });

  it('403: the template of the session token is not changed and not deleted here', async () => {
    for (const method of ['PATCH', 'DELETE'] as const) {
      const answer = await server.backend(method, '/v1/jwt_templates/__session', { name: 'x', claims: {} });
      expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'session_token_jwt_template']);
    }
  });

  it('PATCH 200: what is not said stays, the key too; the old version stays, its key does not', async () => {
    const made = (await create({ ...custom, lifetime: 600, allowed_clock_skew: 0 })).json();
    server.clock.advance(10);
    const renamed = (await update(made.id, { name: 'renamed', claims: { b: 2 } })).json();
    expect(renamed).toEqual({
      ...made,
      name: 'renamed',
      claims: { b: 2 },
      updated_at: server.clock.now().getTime(),
    });
    const { queries } = server.dependencies.database;
    const versions = async () =>
      (
        await sql<{ version: number; name: string; source: string; sealed: boolean }>`
          select version, name, source, sealed_signing_key is not null as sealed from jwt_template_versions
          where template_id = ${made.id} order by version`.execute(queries)
      ).rows;
    expect(await versions()).toEqual([
      { version: 1, name: made.name, source: '{"aud":"api"}', sealed: false },
      { version: 2, name: 'renamed', source: '{"b":2}', sealed: true },
    ]);
    const dropped = await update(made.id, { name: 'renamed', claims: {}, custom_signing_key: false });
    expect(dropped.json()).toMatchObject({ custom_signing_key: false, signing_algorithm: 'RS256' });
    expect((await versions()).map(({ sealed }) => sealed)).toEqual([false, false, false]);
  });

  it('PATCH 422: without name or claims, for a name in use, for a switch without its key', async () => {
    const taken = (await create()).json();
    const { id, name } = (await create()).json();
    for (const [body, code] of [
      [{ claims: {} }, 'form_param_missing'],
      [{ name }, 'form_param_missing'],
      [{ name: taken.name, claims: {} }, 'form_identifier_exists'],
      [
        { name, claims: {}, custom_signing_key: true, signing_algorithm: 'HS256' },
        'form_conditional_param_missing',
      ],
      [{ name, claims: {}, lifetime: 1 }, 'form_param_value_too_small'],
    ] as const) {
      const answer = await update(id, body);
      expect([answer.statusCode, codeOf(answer)]).toEqual([422, code]);
    }
    const reserved = await update(id, { name, claims: { exp: 1 } });
    expect([reserved.statusCode, codeOf(reserved)]).toEqual([400, 'jwt_template_reserved_claim']);
    expect((await server.backend('GET', `/v1/jwt_templates/${id}`)).json().claims).toEqual({ aud: 'api' });
  });

  it('DELETE 200: gone, with its versions and keys; the name is free again', async () => {
    const { id, name } = (await create(custom)).json();
    const answer = await server.backend('DELETE', `/v1/jwt_templates/${id}`);
    expect(answer.json()).toEqual({ object: 'jwt_template', id, deleted: true });
    expect((await server.backend('GET', `/v1/jwt_templates/${id}`)).statusCode).toBe(404);
    const { rows } = await sql`select 1 from jwt_template_versions where template_id = ${id}`.execute(
      server.dependencies.database.queries,
    );
    expect(rows).toEqual([]);
    expect((await create({ name })).statusCode).toBe(200);
  });

  it('every write raises the version of the instance, a refused one does not', async () => {
    const { queries } = server.dependencies.database;
    const version = async () =>
      (
        await sql<{
          version: number;
        }>`select version from instances where id = ${server.instance.id}`.execute(queries)
      ).rows[0]!.version;
    const first = await version();
    const { id, name } = (await create()).json();
    await update(id, { name, claims: {} });
    await update(id, { name, claims: { sub: 1 } });
    await create({ name });
    expect(await version()).toBe(first + 2);
    await server.backend('DELETE', `/v1/jwt_templates/${id}`);
    await server.backend('DELETE', `/v1/jwt_templates/${id}`);
    expect(await version()).toBe(first + 3);
  });
});
