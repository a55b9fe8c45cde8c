import { hash } from '@node-rs/bcrypt';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestInstance } from '../../testing/create-test-instance.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { listEvents } from '../events/index.ts';
import { acceptBackupCode, acceptTotpCode } from '../users/index.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

type Json = Record<string, unknown>;
interface Result {
  outcome: string;
  id: string | null;
  errors: { code: string; long_message: string; meta: Json }[];
  metadata_violations: { field: string; pointer: string; message: string }[];
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const unique = () => server.dependencies.random.id('user').slice('user_'.length);

async function importInto(instanceId: string, records: unknown[], dryRun = false): Promise<Result[]> {
  const { body, status } = await platform.call(
    'POST',
    `/applications/${await applicationOf(instanceId)}/instances/${instanceId}/import`,
    { records, ...(dryRun && { dry_run: true }) },
  );
  expect([status, body.object, body.dry_run]).toEqual([200, 'import', dryRun]);
  return body.results;
}
const imported = (records: unknown[], dryRun = false) => importInto(server.instance.id, records, dryRun);

async function applicationOf(instanceId: string): Promise<string> {
  const { application_id } = await server.dependencies.database.queries
    .selectFrom('instances')
    .select('application_id')
    .where('id', '=', instanceId)
    .executeTakeFirstOrThrow();
  return application_id;
}

const outcomes = (results: Result[]) => results.map(({ outcome }) => outcome);
const reasons = (results: Result[]) =>
  results.map(({ errors }) => errors.map(({ code, meta }) => `${code} ${String(meta.param_name)}`).join());

async function exported(object: string, instanceId = server.instance.id, after = ''): Promise<string> {
  const answer = await server.inject({
    method: 'GET',
    url:
      `/v1/platform/applications/${await applicationOf(instanceId)}/instances/${instanceId}/export` +
      `?object=${object}${after && `&after=${after}`}`,
    headers: { host: 'localhost:1853', authorization: `Bearer ${platform.key}` },
  });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
  return answer.body;
}
const parsed = (text: string): Json[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const rowsOf = (table: 'users' | 'email_addresses' | 'imported_records') =>
  server.dependencies.database.queries
    .selectFrom(table)
    .selectAll()
    .where('instance_id', '=', server.instance.id)
    .execute();

/** A user with one of everything, as Clerk's API and export together tell of one. */
function everything(): Json & { id: string } {
  const tail = unique();
  return {
    object: 'user',
    id: `user_${tail}`,
    external_id: `ext-${tail}`,
    username: `u-${tail}`,
    first_name: 'Ada',
    last_name: 'Løvelace 🦓',
    locale: 'en-GB',
    timezone: 'Europe/London',
    primary_email_address_id: `idn_${tail}A`,
    primary_phone_number_id: `idn_${tail}P`,
    email_addresses: [
      {
        id: `idn_${tail}A`,
        email_address: `Ada.${tail}@Example.com`,
        verification: { status: 'verified', strategy: 'email_code', verified_at: 1_600_000_000_123 },
        created_at: 1_600_000_000_001,
        updated_at: 1_600_000_000_002,
      },
      {
        id: `idn_${tail}B`,
        email_address: `b.${tail}@example.com`,
        verification: { status: 'unverified', strategy: 'email_code' },
        created_at: 1_600_000_000_003,
        updated_at: 1_600_000_000_004,
      },
    ],
    phone_numbers: [
      {
        id: `idn_${tail}P`,
        phone_number: `+1${parseInt(tail.slice(-6), 36).toString().padStart(12, '2').slice(0, 12)}`,
        verification: { status: 'verified', strategy: 'phone_code' },
        reserved_for_second_factor: true,
        default_second_factor: true,
        created_at: 1_600_000_000_005,
        updated_at: 1_600_000_000_006,
      },
    ],
    external_accounts: [
      {
        id: `eac_${tail}`,
        identification_id: `idn_${tail}E`,
        provider: 'oauth_google',
        provider_user_id: `g-${tail}`,
        email_address: `ada.${tail}@example.com`,
        email_address_verified: true,
        first_name: 'Ada',
        last_name: 'L',
        username: null,
        image_url: 'https://images.example.com/ada.png',
        public_metadata: { from: 'google' },
        approved_scopes: 'email openid profile',
        verification: { status: 'verified', strategy: 'oauth_google' },
        created_at: 1_600_000_000_007,
        updated_at: 1_600_000_000_008,
      },
    ],
    password_digest: '$2b$04$abcdefghijklmnopqrstuuPoMZQhQBQ/3PbzIBjvTRdN/jnNOlUFG',
    password_hasher: 'bcrypt',
    password_last_updated_at: 1_600_000_000_009,
    totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    totp_verified_at: 1_600_000_000_010,
    backup_codes: ['plain-code-1', 'plain-code-2', `$2a$10$${'a'.repeat(53)}`],
    mfa_enabled_at: 1_600_000_000_011,
    public_metadata: { plan: 'pro', nested: { list: [1, null, 'x'] } },
    private_metadata: { note: 'secret', big: 12345.678 },
    unsafe_metadata: { theme: 'dark' },
    banned: true,
    locked: true,
    lockout_expires_at: null,
    delete_self_enabled: false,
    create_organization_enabled: false,
    create_organizations_limit: 3,
    legal_accepted_at: 1_600_000_000_012,
    last_sign_in_at: 1_600_000_000_013,
    last_active_at: 1_600_000_000_014,
    created_at: 1_500_000_000_015,
    updated_at: 1_600_000_000_016,
  };
}
const plain = (more: Json = {}) => ({ object: 'user', id: `user_${unique()}`, ...more });

describe('POST …/import', () => {
  it('keeps ids, instants, verified addresses, metadata and accounts, as the Backend API shows', async () => {
    const record = everything();
    expect(outcomes(await imported([record]))).toEqual(['created']);
    const user = (await server.backend('GET', `/v1/users/${record.id}`)).json();
    expect(user).toMatchObject({
      id: record.id,
      external_id: record.external_id,
      username: record.username,
      first_name: 'Ada',
      last_name: 'Løvelace 🦓',
      primary_email_address_id: record.primary_email_address_id,
      password_enabled: true,
      public_metadata: record.public_metadata,
      private_metadata: record.private_metadata,
      unsafe_metadata: record.unsafe_metadata,
      banned: true,
      delete_self_enabled: false,
      create_organizations_limit: 3,
      last_sign_in_at: record.last_sign_in_at,
      created_at: record.created_at,
      updated_at: record.updated_at,
    });
    const [first, second] = user.email_addresses;
    expect(first).toMatchObject({
      id: record.primary_email_address_id,
      email_address: String((record.email_addresses as Json[])[0]!.email_address).toLowerCase(),
      verification: { status: 'verified', strategy: 'email_code' },
      created_at: 1_600_000_000_001,
    });
    expect(second.verification).toBeNull();
    expect(user.external_accounts).toMatchObject([
      { id: (record.external_accounts as Json[])[0]!.id, provider: 'oauth_google' },
    ]);
  });

  it('second factors work here: the authenticator app’s codes, and each backup code once', async () => {
    const { id, totp_secret } = everything();
    const digest = await hash('ijkm9876', { cost: 4 });
    await imported([{ object: 'user', id, totp_secret, backup_codes: ['ABCD-1234', 'efgh 5678', digest] }]);
    const { dependencies, instance, clock } = server;
    const { queries } = dependencies.database;
    const user = { instanceId: instance.id, id };
    const accepts = (code: string) => acceptBackupCode(dependencies, queries, { user, code });
    expect(await accepts('abcd1235')).toBe(false);
    expect([await accepts('abcd-1234'), await accepts('abcd-1234')]).toEqual([true, false]);
    expect(await accepts('EFGH5678')).toBe(true);
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => accepts('IJKM-9876')));
    expect(atOnce.filter(Boolean)).toHaveLength(1);
    const app = new TOTP({ secret: String(totp_secret), algorithm: 'SHA1', digits: 6, period: 30 });
    const code = app.generate({ timestamp: clock.now().getTime() });
    expect(await acceptTotpCode(dependencies, queries, { user, code })).toBe(true);
  });

  it('changes nothing the second time, and knows the same record in another order', async () => {
    const record = everything();
    expect(outcomes(await imported([record]))).toEqual(['created']);
    const before = await exported('user');
    const turned = Object.fromEntries(Object.entries(record).reverse());
    expect(outcomes(await imported([record]))).toEqual(['unchanged']);
    expect(outcomes(await imported([turned]))).toEqual(['unchanged']);
    expect(await exported('user')).toBe(before);
  });

  it('takes the creation time from an id of Clerk’s when the source has none', async () => {
    const id = 'user_2NNEqL2nrIRdJ194ndJqAHwEfxC';
    await imported([{ object: 'user', id, username: `k-${unique()}` }]);
    const user = (await server.backend('GET', `/v1/users/${id}`)).json();
    expect(new Date(user.created_at).toISOString().slice(0, 10)).toBe('2023-03-22');
  });

  it('refuses what it cannot keep, field by field, and the record beside it goes in', async () => {
    const good = plain({ first_name: 'Good' });
    const bad: [Json, string][] = [
      [{ object: 'user' }, 'form_param_missing id'],
      [{ object: 'person', id: 'user_1' }, 'form_param_value_invalid object'],
      [{ ...plain(), id: 'usr_1' }, 'form_param_format_invalid id'],
      [{ ...plain(), id: `user_${'a'.repeat(60)}` }, 'form_param_max_length_exceeded id'],
      [plain({ nickname: 'x' }), 'form_param_unknown nickname'],
      [plain({ first_name: 'x'.repeat(300) }), 'form_param_max_length_exceeded first_name'],
      [plain({ username: 'a b' }), 'form_username_invalid_length username'],
      [plain({ username: 'a b c d' }), 'form_username_invalid_character username'],
      [plain({ email_addresses: [{ email_address: 'nope' }] }), 'form_param_format_invalid email_address'],
      [plain({ phone_numbers: [{ phone_number: '12' }] }), 'form_param_format_invalid phone_number'],
      [plain({ public_metadata: { a: 'x'.repeat(9000) } }), 'form_param_exceeds_allowed_size public_metadata'],
      [plain({ public_metadata: [] }), 'form_param_type_invalid public_metadata'],
      [plain({ created_at: -1 }), 'form_param_value_too_small created_at'],
      [plain({ totp_secret: 'not base32 !!' }), 'form_param_format_invalid totp_secret'],
      [plain({ backup_codes: [`$2b$31$${'a'.repeat(53)}`] }), 'form_param_format_invalid backup_codes'],
      [plain({ backup_codes: Array.from({ length: 21 }, (_, index) => `$2b$10$${String(index).padStart(53, 'a')}`) }), 'form_param_array_size_exceeded backup_codes'],
      [plain({ password_digest: 'x' }), 'form_param_missing password_hasher'],
      [plain({ primary_email_address: 'a@example.com' }), 'form_param_value_invalid primary_email_address'],
      [plain({ email_addresses: ['a@example.com', 'A@example.com'].map((email_address) => ({ email_address })) }), 'form_param_duplicate email_address'],
      [plain({ external_accounts: [{ provider: 'google', provider_user_id: '1' }] }), 'form_param_format_invalid external_accounts.0.provider'],
    ]; // biome-ignore format: a table
    const results = await imported([...bad.map(([record]) => record), good]);
    expect(reasons(results)).toEqual([...bad.map(([, reason]) => reason), '']);
    expect(outcomes(results)).toEqual([...bad.map(() => 'refused'), 'created']);
    for (const { errors } of results.slice(0, -1)) expect(errors[0]!.long_message.length).toBeGreaterThan(10);
    const ids = new Set(bad.map(([{ id }]) => id));
    expect((await rowsOf('users')).filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('refuses what another user has, naming who; of two in one batch the first gets it', async () => {
    const [one, other] = [everything(), everything()];
    const taking: Json[] = [
      plain({ username: String(one.username).toUpperCase() }),
      plain({ external_id: one.external_id }),
      plain({ email_addresses: [{ ...(one.email_addresses as Json[])[0], id: `idn_${unique()}` }] }),
      plain({ email_addresses: [{ email_address: `x${unique()}@example.com`, id: one.primary_email_address_id }] }),
      plain({ phone_numbers: [{ ...(one.phone_numbers as Json[])[0], id: `idn_${unique()}` }] }),
      plain({ external_accounts: [{ ...(one.external_accounts as Json[])[0], id: `eac_${unique()}` }] }),
      plain({ external_accounts: [{ ...(one.external_accounts as Json[])[0], provider_user_id: 'another' }] }),
    ]; // biome-ignore format: a table
    const expected = [
      'username',
      'external_id',
      'email_address',
      'email_address_id',
      'phone_number',
      'external_account',
      'external_account_id',
    ].map((field) => `form_identifier_exists ${field}`);
    const together = await imported([one, ...taking, { ...other, id: one.id }]);
    expect(reasons(together)).toEqual(['', ...expected, 'form_param_duplicate id']);
    const later = await imported(taking);
    expect(reasons(later)).toEqual(expected);
    for (const { errors } of later) expect(errors[0]!.long_message).toContain(one.id);
    // Unverified, the same address holds nobody up.
    const unverified = plain({
      email_addresses: [{ email_address: (one.email_addresses as Json[])[0]!.email_address }],
    });
    expect(outcomes(await imported([unverified]))).toEqual(['created']);
  });

  it('decides the same with dry_run, and writes nothing', async () => {
    const [fresh, known] = [everything(), everything()];
    await imported([known]);
    const counts = async () => [
      (await rowsOf('users')).length,
      (await rowsOf('email_addresses')).length,
      (await rowsOf('imported_records')).length,
      (await listEvents(server.dependencies.database.queries, server.instance.id, 1000)).length,
    ];
    const before = await counts();
    const results = await imported([fresh, known, plain({ username: fresh.username })], true);
    expect(outcomes(results)).toEqual(['created', 'unchanged', 'refused']);
    expect(await counts()).toEqual(before);
    expect(outcomes(await imported([fresh]))).toEqual(['created']);
  });

  it('fills from a second source what the first did not speak of, and overwrites nothing', async () => {
    const whole = everything();
    const { id, first_name, email_addresses, password_digest, password_hasher, totp_secret } = whole;
    const [address] = email_addresses as Json[];
    const { id: _, created_at: _c, updated_at: _u, ...withoutId } = address!;
    // What the Dashboard's CSV knows.
    const fromCsv = {
      object: 'user',
      id,
      first_name,
      email_addresses: [withoutId],
      primary_email_address: address!.email_address,
      password_digest,
      password_hasher,
      totp_secret,
    };
    expect(outcomes(await imported([fromCsv]))).toEqual(['created']);
    await server.backend('PATCH', `/v1/users/${id}`, {
      first_name: 'Changed here',
      public_metadata: { own: 1 },
    });
    const fromApi = {
      ...whole,
      password_digest: undefined,
      password_hasher: undefined,
      totp_secret: undefined,
    };
    expect(outcomes(await imported([fromApi]))).toEqual(['updated']);
    const user = parsed(await exported('user')).find((each) => each.id === id)!;
    expect(user).toMatchObject({
      first_name: 'Changed here',
      last_name: whole.last_name,
      public_metadata: { own: 1 },
      private_metadata: whole.private_metadata,
      password_digest,
      banned: true,
      created_at: whole.created_at,
      external_accounts: [{ id: (whole.external_accounts as Json[])[0]!.id }],
    });
    expect(user.email_addresses).toHaveLength(1);
    // Both again, in either order: nothing more to say.
    expect(outcomes(await imported([fromCsv]))).toEqual(['unchanged']);
    expect(outcomes(await imported([fromApi]))).toEqual(['unchanged']);
  });

  it('puts nothing back that was removed here since, deleted users included', async () => {
    const record = everything();
    const [kept, removed] = [plain({ username: `k-${unique()}` }), record];
    await imported([kept, removed]);
    const addressId = (record.email_addresses as Json[])[1]!.id as string;
    await server.backend('DELETE', `/v1/email_addresses/${addressId}`);
    expect(outcomes(await imported([removed, { ...removed, locale: 'fr' }]))).toEqual([
      'unchanged',
      'refused',
    ]);
    expect(outcomes(await imported([{ ...removed, locale: 'fr' }]))).toEqual(['unchanged']);
    expect((await rowsOf('email_addresses')).some(({ id }) => id === addressId)).toBe(false);
    await server.backend('DELETE', `/v1/users/${removed.id}`);
    expect(outcomes(await imported([kept, removed]))).toEqual(['unchanged', 'skipped']);
    expect((await server.backend('GET', `/v1/users/${removed.id}`)).statusCode).toBe(404);
  });

  it('takes organizations and memberships, whose users and organizations have to be there', async () => {
    const [user, tail] = [plain({ username: `m-${unique()}` }), unique()];
    const organization = { object: 'organization', id: `org_${tail}`, name: 'Acme', slug: `acme-${tail.toLowerCase()}`, max_allowed_memberships: 5, public_metadata: { tier: 1 }, private_metadata: { own: true }, created_by: user.id, created_at: 1_600_000_000_001, updated_at: 1_600_000_000_002 }; // biome-ignore format: one value
    const membership = { object: 'organization_membership', id: `orgmem_${tail}`, organization_id: organization.id, user_id: user.id, role: 'org:admin', public_metadata: { desk: 4 }, created_at: 1_600_000_000_003 }; // biome-ignore format: one value
    expect(reasons(await imported([membership]))).toEqual(['resource_not_found user_id']);
    // Any order within a batch: what is needed goes first.
    expect(outcomes(await imported([membership, organization, user]))).toEqual([
      'created',
      'created',
      'created',
    ]);
    expect(outcomes(await imported([membership, organization, user]))).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    const others = await imported([
      { ...organization, id: `org_${unique()}` },
      { ...membership, id: `orgmem_${unique()}` },
      { ...membership, id: `orgmem_${unique()}`, organization_id: 'org_nobody' },
      { ...membership, role: 7 },
    ]);
    expect(reasons(others)).toEqual([
      'form_identifier_exists slug',
      'form_identifier_exists user_id',
      'resource_not_found organization_id',
      'form_param_type_invalid role',
    ]);
    const [stored] = parsed(await exported('organization')).filter(({ id }) => id === organization.id);
    expect(stored).toEqual({ ...organization, admin_delete_enabled: true });
    const [member] = parsed(await exported('organization_membership')).filter(
      ({ id }) => id === membership.id,
    );
    expect(member).toEqual({ ...membership, private_metadata: {}, updated_at: membership.created_at });
  });

  it('of ten imports of the same batch at once exactly one creates it', async () => {
    const records = Array.from({ length: 20 }, everything);
    const all = await Promise.all(Array.from({ length: 10 }, () => imported(records)));
    for (const [index] of records.entries()) {
      const said = all.map((results) => results[index]!.outcome);
      expect(said.filter((outcome) => outcome === 'created')).toHaveLength(1);
      expect(said.filter((outcome) => outcome === 'unchanged')).toHaveLength(9);
    }
  });

  it('refuses a body that is none, and more records than one transaction should hold', async () => {
    const refusal = async (body: object) => {
      const answer = await platform.onInstance('POST', '/import', body);
      return [answer.status, answer.body.errors[0].code];
    };
    expect(await refusal({})).toEqual([422, 'form_param_missing']);
    expect(await refusal({ records: 1 })).toEqual([422, 'form_param_type_invalid']);
    expect(await refusal({ records: Array(501).fill({}) })).toEqual([422, 'form_param_array_size_exceeded']);
    expect(await refusal({ records: [], more: 1 })).toEqual([422, 'form_param_unknown']);
    expect(reasons(await imported([null, 1, 'x', [], {}]))).toEqual(
      Array(5).fill('form_param_value_invalid object'),
    );
    expect(await imported([])).toEqual([]);
  });

  it('takes metadata as deep as any may be, and refuses deeper', async () => {
    const deep = (levels: number): Json => (levels === 1 ? {} : { a: deep(levels - 1) });
    expect(outcomes(await imported([plain({ public_metadata: deep(32) })]))).toEqual(['created']);
    expect(reasons(await imported([plain({ public_metadata: deep(33) })]))).toEqual([
      'form_param_nesting_too_deep public_metadata',
    ]);
  });
});

describe('POST …/import, where the instance has metadata schemas', () => {
  const owned = async (enforcement: 'warn' | 'refuse') => {
    const { instance } = await createTestInstance(server.dependencies);
    const schema = { type: 'object', required: ['plan'], properties: { plan: { enum: ['free', 'pro'] } } };
    const metadata_schemas = {
      public: schema,
      private: { type: 'object', properties: { crm: { type: 'integer' } } },
      enforcement,
    };
    const path = `/applications/${instance.applicationId}/instances/${instance.id}`;
    expect((await platform.call('PATCH', `${path}/config`, { metadata_schemas })).status).toBe(200);
    const events = async (type: string) =>
      (await listEvents(server.dependencies.database.queries, instance.id, 100))
        .filter((event) => event.type === type)
        .map(({ data }) => data);
    return {
      bring: (records: unknown[], dryRun = false) => importInto(instance.id, records, dryRun),
      events,
    };
  };
  const records = () => [
    plain({ public_metadata: { plan: 'gold' }, private_metadata: { crm: 'canary' } }),
    plain({ public_metadata: { plan: 'pro' } }),
    plain({ public_metadata: {} }),
    plain(),
  ];

  it('a write that violates one goes in and is told with its places, a dry run’s too; events say who', async () => {
    const { bring, events } = await owned('warn');
    const given = records();
    const told = [['public_metadata/plan', 'private_metadata/crm'], [], ['public_metadata/plan'], []];
    for (const dryRun of [true, false]) {
      const results = await bring(given, dryRun);
      expect(outcomes(results)).toEqual(Array.from(given, () => 'created'));
      const places = results.map(({ metadata_violations: all }) =>
        all.map((at) => `${at.field}${at.pointer}`),
      );
      expect(places).toEqual(told);
      expect(await events('user.metadata_schema_violated')).toHaveLength(dryRun ? 0 : 2);
    }
    expect(await events('user.metadata_schema_violated')).toEqual([
      {
        id: given[2]?.id,
        violations: [{ field: 'public_metadata', pointer: '/plan', keyword: 'required' }],
      },
      {
        id: given[0]?.id,
        violations: [
          { field: 'public_metadata', pointer: '/plan', keyword: 'enum' },
          { field: 'private_metadata' },
        ],
      },
    ]);
    const again = await bring(given);
    expect(again.flatMap((result) => result.metadata_violations)).toEqual([]);
    // A second source completes the user who came without: what it fills is looked at.
    const [completed] = await bring([{ ...given[3], public_metadata: { plan: 1 } }]);
    expect([completed?.outcome, completed?.metadata_violations.length]).toEqual(['updated', 1]);
  });

  it('or is refused with every place, where the instance refuses; the others go in', async () => {
    const { bring, events } = await owned('refuse');
    const given = records();
    const results = await bring(given);
    expect(outcomes(results)).toEqual(['refused', 'created', 'refused', 'created']);
    expect(results[0]?.errors.map(({ code, meta }) => [code, meta])).toEqual([
      ['metadata_schema_violated', { param_name: 'public_metadata', pointer: '/plan' }],
      ['metadata_schema_violated', { param_name: 'private_metadata', pointer: '/crm' }],
    ]);
    const [filled] = await bring([{ ...given[3], public_metadata: { plan: 1 } }]);
    expect(filled?.outcome).toBe('refused');
    expect(await events('user.metadata_schema_violated')).toEqual([]);
    const [mended] = await bring([{ ...given[0], public_metadata: { plan: 'free' }, private_metadata: {} }]);
    expect(mended?.outcome).toBe('created');
  });
});

describe('GET …/export', () => {
  it('gives an import that makes the same again: export, import elsewhere, export, byte for byte', async () => {
    const { instance: from } = await createTestInstance(server.dependencies);
    const { instance: to } = await createTestInstance(server.dependencies);
    const users = Array.from({ length: 30 }, everything);
    const tail = unique();
    const organization = { object: 'organization', id: `org_${tail}`, name: '=Acme', slug: null };
    const members = users.map(({ id }, index) => ({
      object: 'organization_membership',
      id: `orgmem_${unique()}`,
      organization_id: organization.id,
      user_id: id,
      role: index === 0 ? 'org:admin' : 'org:member',
    }));
    expect(new Set(outcomes(await importInto(from.id, [...users, organization, ...members])))).toEqual(
      new Set(['created']),
    );
    const kinds = ['user', 'organization', 'organization_membership'];
    const all = (instanceId: string) => Promise.all(kinds.map((kind) => exported(kind, instanceId)));
    const first = await all(from.id);
    expect(first.map((text) => text.split('\n').length - 1)).toEqual([30, 1, 30]);
    for (const text of first)
      expect(new Set(outcomes(await importInto(to.id, parsed(text))))).toEqual(new Set(['created']));
    expect(await all(to.id)).toEqual(first);
    // And into itself: everybody is there.
    for (const text of first)
      expect(new Set(outcomes(await importInto(from.id, parsed(text))))).toEqual(new Set(['unchanged']));
  });

  it('goes by id in the order of its bytes, over page ends, and on from any of them', async () => {
    const { instance } = await createTestInstance(server.dependencies);
    const ids = Array.from({ length: 620 }, (_, index) => `user_${index % 2 ? 'a' : 'B'}${index}`);
    for (let at = 0; at < ids.length; at += 310)
      await importInto(
        instance.id,
        ids.slice(at, at + 310).map((id) => plain({ id })),
      );
    const seen = parsed(await exported('user', instance.id)).map(({ id }) => id);
    expect(seen).toEqual([...ids].sort((one, other) => (one < other ? -1 : 1)));
    const rest = parsed(await exported('user', instance.id, String(seen[400]))).map(({ id }) => id);
    expect(rest).toEqual(seen.slice(401));
    expect(await exported('organization', instance.id)).toBe('');
  });

  it('is noted as an event, once', async () => {
    await exported('user');
    const events = await listEvents(server.dependencies.database.queries, server.instance.id, 1);
    expect(events[0]).toMatchObject({
      type: 'records.exported',
      actor: { type: 'platform_key' },
      data: { object: 'user' },
    });
  });

  it('422 for an unknown kind', async () => {
    for (const query of ['', '?object=session'])
      expect((await platform.onInstance('GET', `/export${query}`)).status).toBe(422);
  });
});

describe('both', () => {
  it('belong to owners and the platform key: 401 and 403 for everybody else', async () => {
    const viewer = await platform.signInOperator([{ applicationId: null, role: 'viewer' }]);
    const owner = await platform.signInOperator([{ applicationId: null, role: 'owner' }]);
    for (const [method, path] of [
      ['POST', '/import'],
      ['GET', '/export?object=user'],
    ] as const) {
      const status = async (token: string) =>
        (await platform.onInstance(method, path, method === 'POST' ? { records: [] } : undefined, bearer(token)))
          .status; // biome-ignore format: short
      expect(await status(viewer.token)).toBe(403);
      expect(await status(server.secretKey)).toBe(401);
      expect(await status('ak_nobody')).toBe(401);
      if (method === 'POST') expect(await status(owner.token)).toBe(200);
    }
  });
});
