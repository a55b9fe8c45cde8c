import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';

let server: TestServer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await createTestServer();
  for (const [name, phone_number] of [
    ['ann', ['+14155550101']],
    ['bob', ['+14155550102', '+442071838750']],
    ['cid', []],
    ['dee', []],
  ] as const) {
    server.clock.advance(1);
    const fields = { email_address: [`${name}@example.com`], phone_number, external_id: `ext-${name}` };
    ids[name] = (await server.backend('POST', '/v1/users', fields)).json().id;
  }
  await insertMembership('org_1', ids.ann ?? '');
  await insertMembership('org_2', ids.bob ?? '');
});
afterAll(() => server.close());

async function insertMembership(organizationId: string, userId: string): Promise<void> {
  const { queries } = server.dependencies.database;
  const now = server.clock.now();
  const shared = { instance_id: server.instance.id, created_at: now, updated_at: now };
  const metadata = { public_metadata: '{}', private_metadata: '{}' };
  await queries
    .insertInto('organizations')
    .values({
      ...shared,
      ...metadata,
      id: organizationId,
      name: organizationId,
      slug: null,
      max_allowed_memberships: null,
      admin_delete_enabled: true,
      created_by: null,
    })
    .execute();
  await queries
    .insertInto('organization_memberships')
    .values({
      ...shared,
      ...metadata,
      id: `orgmem_${organizationId}`,
      organization_id: organizationId,
      user_id: userId,
      role: 'org:member',
    })
    .execute();
}

const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id);
/** Who is listed, in order, and what the count says of the same filter. */
async function found(query: string) {
  const list = await server.backend('GET', `/v1/users?${query}`);
  const count = await server.backend('GET', `/v1/users/count?${query}`);
  expect([list.statusCode, count.statusCode], list.body).toEqual([200, 200]);
  return { names: list.json().map(({ id }: { id: string }) => nameOf(id)), total: count.json().total_count };
}
const E = encodeURIComponent;

describe('GET /v1/users and /v1/users/count', () => {
  it.each([
    [`phone_number=${E('+14155550101')}`, ['ann']],
    ['phone_number=+14155550101', ['ann']],
    [`phone_number=${E('+14155550101')}&phone_number=${E('+442071838750')}`, ['bob', 'ann']],
    [`phone_number=${E('+19999999999')}`, []],
    ['phone_number_query=155550', ['bob', 'ann']],
    [`phone_number_query=${E('%')}`, []],
    ['query=207183', ['bob']],
    ['web3_wallet=0xabc', []],
    ['external_id=ext-ann&external_id=ext-cid', ['cid', 'ann']],
    ['external_id=-ext-ann', ['dee', 'cid', 'bob']],
    ['external_id=%2Bext-ann&external_id=-ext-bob', ['ann']],
    ['organization_id=org_1', ['ann']],
    ['organization_id=org_1&organization_id=%2Borg_2', ['bob', 'ann']],
    ['organization_id=-org_1', ['dee', 'cid', 'bob']],
    ['organization_id=org_unknown', []],
    ['provider=oauth_google&provider_user_id=12345', []],
  ])('200: %s', async (query, names) => {
    expect(await found(query)).toEqual({ names, total: names.length });
  });

  it('200: user ids with and without a sign', async () => {
    expect((await found(`user_id=${ids.ann}&user_id=%2B${ids.dee}`)).names).toEqual(['dee', 'ann']);
    expect((await found(`user_id=-${ids.ann}`)).names).toEqual(['dee', 'cid', 'bob']);
    expect(await found(`user_id=${ids.ann}&web3_wallet=0x1`)).toEqual({ names: [], total: 0 });
  });

  it('200: in the order of numbers, those without one last', async () => {
    const { names } = await found('order_by=phone_number');
    expect(names.slice(0, 2)).toEqual(['ann', 'bob']);
    expect((await found('order_by=-web3wallet')).names).toHaveLength(4);
  });

  it('200: page after page by starting_after', async () => {
    const names: (string | undefined)[] = [];
    let cursor = '';
    for (let pages = 0; pages < 5; pages += 1) {
      const { names: page } = await found(`limit=2${cursor}`);
      names.push(...page);
      cursor = `&starting_after=${ids[page.at(-1) ?? ''] ?? 'user_none'}`;
    }
    expect(names).toEqual(['dee', 'cid', 'bob', 'ann']);
    expect((await found(`order_by=created_at&starting_after=${ids.cid}`)).names).toEqual(['dee']);
    expect((await found('starting_after=user_unknown')).names).toEqual([]);
  });

  it.each([
    ['starting_after=user_1&order_by=username', 'form_param_value_invalid'],
    ['provider=oauth_google', 'form_conditional_param_missing'],
    ['provider_user_id=1', 'form_conditional_param_missing'],
    [
      Array.from({ length: 101 }, (_, index) => `phone_number=${index}`).join('&'),
      'form_param_array_size_exceeded',
    ],
    [`phone_number=${'1'.repeat(400)}`, 'form_param_max_length_exceeded'],
    ['phone_number_query=%00', 'form_param_format_invalid'],
    ['order_by=password_hash', 'form_param_format_invalid'],
  ])('422: %s', async (query, code) => {
    const answer = await server.backend('GET', `/v1/users?${query}`);
    expect([answer.statusCode, answer.json().errors[0].code], answer.body).toEqual([422, code]);
  });
});
