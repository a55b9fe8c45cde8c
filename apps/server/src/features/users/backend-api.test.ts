import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

let server: TestServer;
let other: TestServer;
let count = 0;

beforeAll(async () => {
  server = await createTestServer();
  other = await createTestServer();
});
afterAll(async () => {
  await server.close();
  await other.close();
});

function nextAddress(): string {
  count += 1;
  return `carol${count}@example.com`;
}

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  on = server,
) {
  const response = await on.backend(method, path, body);
  return { status: response.statusCode, type: response.headers['content-type'], body: response.json() };
}

const make = (fields: object = {}) =>
  call('POST', '/v1/users', { email_address: [nextAddress()], ...fields });
const codeOf = (answer: { body: { errors?: { code: string }[] } }) => answer.body.errors?.[0]?.code;

describe('POST /v1/users', () => {
  it('200: answers the user in the published shape', async () => {
    const address = nextAddress();
    const { status, type, body } = await make({
      email_address: [address.toUpperCase(), `second.${address}`],
      password: 'a long enough secret',
      first_name: 'Carol',
      external_id: `ext-${address}`,
      public_metadata: { role: 'admin' },
      private_metadata: { secret: true },
      created_at: '2020-02-03T04:05:06.007Z',
    });
    expect(status).toBe(200);
    expect(type).toBe('application/json');
    expect(body).toMatchObject({
      object: 'user',
      first_name: 'Carol',
      last_name: null,
      external_id: `ext-${address}`,
      password_enabled: true,
      has_image: false,
      public_metadata: { role: 'admin' },
      private_metadata: { secret: true },
      unsafe_metadata: {},
      created_at: Date.parse('2020-02-03T04:05:06.007Z'),
      updated_at: server.clock.now().getTime(),
      last_sign_in_at: null,
      phone_numbers: [],
    });
    expect(body.id).toMatch(/^user_[0-9A-Za-z]{27}$/);
    expect(body.email_addresses.map((entry: { email_address: string }) => entry.email_address)).toEqual([
      address,
      `second.${address}`,
    ]);
    expect(body.primary_email_address_id).toBe(body.email_addresses[0].id);
    expect(body.email_addresses[0]).toMatchObject({ linked_to: [], verification: { status: 'verified' } });
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it.each([
    [{ email_address: [] }, 'form_data_missing'],
    [{ email_address: ['nobody'] }, 'form_param_format_invalid'],
    [{ email_address: 'a@b.co' }, 'form_param_type_invalid'],
    [{ password: 'short' }, 'form_password_length_too_short'],
    [{ username: 'x' }, 'form_username_invalid_length'],
    [{ username: 'sp ace' }, 'form_username_invalid_character'],
    [{ username: '12345' }, 'form_username_needs_non_number_char'],
    [{ first_name: 7 }, 'form_param_type_invalid'],
    [{ public_metadata: [] }, 'form_param_type_invalid'],
    [{ created_at: 'yesterday' }, 'form_param_format_invalid'],
    [{ created_at: '2020-13-45T00:00:00Z' }, 'form_param_format_invalid'],
    [{ is_admin: true }, 'form_param_unknown'],
  ])('422: %j is %s', async (fields, code) => {
    const answer = await make(fields);
    expect(answer.status).toBe(422);
    expect(codeOf(answer)).toBe(code);
  });

  it('422: names the field that is taken; another instance may have the same', async () => {
    const email = nextAddress();
    const fields = { email_address: [email], username: `carol_${count}`, external_id: `taken-${count}` };
    expect((await make(fields)).status).toBe(200);
    for (const [name, value] of [
      ['email_address', [email.toUpperCase()]],
      ['username', fields.username.toUpperCase()],
      ['external_id', fields.external_id],
    ] as const) {
      const { status, body } = await make({ [name]: value });
      expect(status).toBe(422);
      expect(body.errors[0]).toMatchObject({ code: 'form_identifier_exists', meta: { param_name: name } });
    }
    expect((await call('POST', '/v1/users', fields, other)).status).toBe(200);
  });

  it('exactly one of fifty parallel requests with one address succeeds', async () => {
    const email = nextAddress();
    const answers = await Promise.all(Array.from({ length: 50 }, () => make({ email_address: [email] })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'form_identifier_exists')).toHaveLength(49);
  });
});

describe('GET /v1/users/:user_id', () => {
  it('404: unknown users and those of another instance look alike', async () => {
    const { body } = await make();
    const foreign = await call('GET', `/v1/users/${body.id}`, undefined, other);
    const unknown = await call('GET', '/v1/users/user_000000000000000000000000000');
    expect(foreign.status).toBe(404);
    expect(foreign.body.errors).toEqual(unknown.body.errors);
    expect((await call('GET', `/v1/users/${body.id}`)).body.id).toBe(body.id);
  });
});

describe('GET /v1/users and /v1/users/count', () => {
  it('200: filters, searches, orders and pages', async () => {
    const own = await createTestServer();
    const names = ['Ann', 'Bea', 'Cat', '50%_off'];
    const ids: string[] = [];
    for (const [index, first_name] of names.entries()) {
      const fields = { email_address: [`p${index}@example.com`], first_name, external_id: `e${index}` };
      ids.push((await call('POST', '/v1/users', fields, own)).body.id);
      own.clock.advance(1);
    }
    const list = async (query: string) => {
      const { body } = await call('GET', `/v1/users?${query}`, undefined, own);
      const total = await call(
        'GET',
        `/v1/users/count?${query.replace(/(limit|offset|order_by)=[^&]*/g, '')}`,
        undefined,
        own,
      );
      expect(total.body.object).toBe('total_count');
      return [body.map((user: { id: string }) => ids.indexOf(user.id)), total.body.total_count];
    };
    expect(await list('')).toEqual([[3, 2, 1, 0], 4]);
    expect(await list('order_by=created_at&limit=2&offset=1')).toEqual([[1, 2], 4]);
    expect(await list('order_by=-first_name')).toEqual([[2, 1, 0, 3], 4]);
    expect(await list('order_by=%2Bemail_address')).toEqual([[0, 1, 2, 3], 4]);
    expect(await list('query=P1@EXAMPLE')).toEqual([[1], 1]);
    expect(await list('query=bea')).toEqual([[1], 1]);
    expect(await list('query=%25_')).toEqual([[3], 1]);
    expect(await list('query=%25%25')).toEqual([[], 0]);
    expect(await list(`user_id=${ids[0]}&user_id=${ids[2]}`)).toEqual([[2, 0], 2]);
    expect(await list('email_address=P3@example.com')).toEqual([[3], 1]);
    expect(await list('external_id=e1&external_id=e2&email_address=p2@example.com')).toEqual([[2], 1]);
    expect(await list('email_address_query=p2@&name_query=CA')).toEqual([[2], 1]);
    expect(await list('username_query=nobody')).toEqual([[], 0]);
    const start = own.clock.now().getTime() - 4000;
    expect(await list(`created_at_after=${start}&created_at_before=${start + 3000}`)).toEqual([[2, 1], 2]);
    expect(await list('last_sign_in_at_after=0')).toEqual([[], 0]);
    await own.close();
  });

  it.each([
    'created_at_after=99999999999999999',
    'limit=0',
    'limit=501',
    'offset=-1',
    'order_by=password_hash',
    'limit=x',
  ])('422: %s', async (query) => {
    expect((await call('GET', `/v1/users?${query}`)).status).toBe(422);
  });
});

describe('PATCH and PUT /v1/users/:user_id/metadata', () => {
  it('200: PATCH merges deep, PUT replaces what was sent', async () => {
    const { body } = await make({ public_metadata: { a: { b: 1, c: 2 }, d: 3 }, private_metadata: { x: 1 } });
    const path = `/v1/users/${body.id}/metadata`;
    const merged = await call('PATCH', path, { public_metadata: { a: { b: null, e: [1] }, d: null } });
    expect(merged.body).toMatchObject({
      public_metadata: { a: { c: 2, e: [1] } },
      private_metadata: { x: 1 },
    });
    const replaced = await call('PUT', path, { public_metadata: { n: null } });
    expect(replaced.body.public_metadata).toEqual({ n: null });
    expect((await call('GET', `/v1/users/${body.id}`)).body).toMatchObject({
      public_metadata: { n: null },
      private_metadata: { x: 1 },
    });
  });

  it('parallel merges of different keys lose nothing', async () => {
    const { body } = await make();
    const path = `/v1/users/${body.id}/metadata`;
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => call('PATCH', path, { public_metadata: { [key]: 1 } })));
    const { public_metadata } = (await call('GET', `/v1/users/${body.id}`)).body;
    expect(Object.keys(public_metadata).sort()).toEqual([...keys].sort());
  });

  it('422: the limit holds for the sum, not only for what was sent', async () => {
    const { body } = await make({ public_metadata: { a: 'x'.repeat(8000) } });
    const answer = await call('PATCH', `/v1/users/${body.id}/metadata`, {
      public_metadata: { b: 'y'.repeat(500) },
    });
    expect(codeOf(answer)).toBe('form_param_exceeds_allowed_size');
  });

  it('404 for an unknown user', async () => {
    const answer = await call('PATCH', '/v1/users/user_000000000000000000000000000/metadata', {});
    expect(answer.status).toBe(404);
  });
});

describe('hostile values', () => {
  const naughty = JSON.parse(
    readFileSync(new URL('../../../../../conformance/vectors/blns/blns.json', import.meta.url), 'utf8'),
  ) as string[];

  it('come back as they were sent, or are refused with 422; never a 5xx', async () => {
    const { body } = await make();
    const hostile = [...naughty, '\0', 'a\0b', '\ud800', 'x\udfff', '\u202e', '\uffff', '🙂'.repeat(100)];
    let stored = 0;
    for (const text of hostile) {
      const answer = await call('PATCH', `/v1/users/${body.id}`, {
        first_name: text,
        public_metadata: { value: text, [text]: 1 },
      });
      expect([200, 422]).toContain(answer.status);
      if (answer.status !== 200) continue;
      stored += 1;
      expect(answer.body.first_name).toBe(text === '' ? null : text);
      expect(answer.body.public_metadata.value).toBe(text === 'value' ? 1 : text);
      expect(answer.body.image_url).toMatch(
        /^http:\/\/localhost:1853\/i\/[a-z0-9-]+\/v1\/avatar_placeholders\/[\w%-]+\.svg$/,
      );
    }
    expect(stored).toBeGreaterThan(naughty.length * 0.9);
  });

  it('prototype keys in metadata are data', async () => {
    const { body } = await make();
    const payload =
      '{"public_metadata":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}}';
    const send = (method: 'PATCH' | 'PUT') =>
      server.inject({
        method,
        url: `/v1/users/${body.id}/metadata`,
        headers: {
          host: 'localhost:1853',
          authorization: `Bearer ${server.secretKey}`,
          'content-type': 'application/json',
        },
        payload,
      });
    for (const method of ['PATCH', 'PUT', 'PATCH'] as const) {
      const answer = await send(method);
      expect([200, 422]).toContain(answer.statusCode);
      if (answer.statusCode === 200) expect(answer.body).toContain('"__proto__":{"polluted":1}');
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('as ids, filters and addresses they find nothing', async () => {
    for (const text of naughty.slice(0, 150)) {
      const encoded = encodeURIComponent(text);
      for (const path of [
        `/v1/users?query=${encoded}`,
        `/v1/users?user_id=${encoded}`,
        `/v1/users/x${encoded}`,
      ]) {
        const { statusCode } = await server.backend('GET', path);
        expect(statusCode).toBeLessThan(500);
      }
    }
  });
});
