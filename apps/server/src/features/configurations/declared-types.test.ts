import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestInstance } from '../../testing/create-test-instance.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { serverActor } from '../events/index.ts';
import { getInstance, type Instance } from '../instances/index.ts';
import { insertMemberships, insertOrganizations } from '../organizations/index.ts';
import { createUser } from '../users/index.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const read = async () => (await platform.onInstance('GET', '/config')).body;
const patch = (body: object, headers = {}) => platform.onInstance('PATCH', '/config', body, headers);

const SCHEMA = {
  type: 'object',
  required: ['plan'],
  properties: { plan: { enum: ['free', 'pro'] }, a: { type: 'string' }, seats: { type: 'integer' } },
};

describe('PATCH /config, key metadata_schemas', () => {
  it('begins with no schema; one that is declared comes back as it was written, the others stay', async () => {
    const { config, config_version: version } = await read();
    expect(config.metadata_schemas).toEqual({
      public: null,
      unsafe: null,
      private: null,
      enforcement: 'warn',
    });
    const { status, body } = await patch(
      { metadata_schemas: { public: SCHEMA, unsafe: { type: 'object' } } },
      { 'if-match': version },
    );
    expect([status, body.config_version]).toEqual([200, String(Number(version) + 1)]);
    await patch({ metadata_schemas: { unsafe: null, enforcement: 'refuse' } });
    const { metadata_schemas: schemas } = (await read()).config;
    expect(JSON.stringify(schemas)).toBe(
      JSON.stringify({ public: SCHEMA, unsafe: null, private: null, enforcement: 'refuse' }),
    );
    const again = await read();
    await patch({ metadata_schemas: { public: SCHEMA } });
    expect(await read()).toEqual(again);
  });

  it('409 for a version that is not the newest any more; nothing is written', async () => {
    const before = await read();
    const { status } = await patch({ metadata_schemas: { public: null } }, { 'if-match': '1' });
    expect([status, await read()]).toEqual([409, before]);
  });

  it('422 names each problem of each schema, with its place', async () => {
    const before = await read();
    const { status, body } = await patch({
      metadata_schemas: {
        public: {
          type: 'object',
          properties: { a: { pattern: '(a+)+$' }, b: { $ref: 'https://x.example/y' } },
        },
        unsafe: { propertis: {} },
      },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ code, meta }: never) => [code, meta])).toEqual([
      [
        'metadata_schema_invalid',
        { param_name: 'metadata_schemas.public', pointer: '/properties/a/pattern' },
      ],
      ['metadata_schema_invalid', { param_name: 'metadata_schemas.public', pointer: '/properties/b/$ref' }],
      ['metadata_schema_invalid', { param_name: 'metadata_schemas.unsafe', pointer: '/propertis' }],
    ]);
    expect(await read()).toEqual(before);
  });

  it.each([
    [{ public: [] }, 'metadata_schemas.public'],
    [{ public: 'object' }, 'metadata_schemas.public'],
    [{ enforcement: 'always' }, 'metadata_schemas.enforcement'],
    [{ publik: {} }, 'metadata_schemas.publik'],
  ])('422 for %j', async (schemas, pointer) => {
    const { status, body } = await patch({ metadata_schemas: schemas });
    expect([status, body.errors[0].meta.param_name]).toEqual([422, pointer]);
  });

  it('4xx for a schema nested without end', async () => {
    let schema: object = { type: 'object' };
    for (let level = 0; level < 2_000; level += 1) schema = { type: 'object', properties: { a: schema } };
    const { status } = await patch({ metadata_schemas: { public: schema } });
    expect([400, 422]).toContain(status);
  });
});

describe('PATCH /config, key session', () => {
  it('warns of a metadata path that the schema does not have, and saves', async () => {
    const own = await createPlatformCaller(await createTestServer());
    const metadata_schemas = { public: SCHEMA };
    const session = { claims: { plan: '{{user.public_metadata.plam}}' } };
    const { status, body } = await own.onInstance('PATCH', '/config', { metadata_schemas, session });
    expect(status).toBe(200);
    expect(body.diagnostics).toMatchObject([
      { code: 'metadata_path_undeclared', suggestion: 'user.public_metadata.plan', pointer: '/plan' },
    ]);
  });
});

describe('PATCH /config, key organizations', () => {
  it('begins with the published roles, and takes those of the application', async () => {
    const own = await createPlatformCaller(await createTestServer());
    const shown = async () => (await own.onInstance('GET', '/config?keys=organizations')).body.config;
    expect(await shown()).toEqual({
      organizations: { roles: ['org:admin', 'org:member'], permissions: [] },
    });
    const organizations = { roles: ['org:admin', 'org:billing'], permissions: ['org:invoices:create'] };
    expect((await own.onInstance('PATCH', '/config', { organizations })).status).toBe(200);
    expect(await shown()).toEqual({ organizations });
  });

  it.each([
    [{ roles: ['admin'] }, 'organizations.roles.0'],
    [{ roles: ['org:admin', 'org:admin'] }, 'organizations.roles.1'],
    [{ permissions: ['org:invoices'] }, 'organizations.permissions.0'],
    [{ permissions: ['org:sys_memberships:read'] }, 'organizations.permissions.0'],
    [{ roles: Array.from({ length: 51 }, (_, at) => `org:r${at}`) }, 'organizations.roles'],
    [{ role: [] }, 'organizations.role'],
  ])('422 for %j', async (organizations, pointer) => {
    const { status, body } = await patch({ organizations });
    expect([status, body.errors[0].meta.param_name]).toEqual([422, pointer]);
  });
});

describe('roles and permissions', () => {
  const BILLING = {
    key: 'org:billing',
    name: 'Billing',
    description: 'Pays',
    permissions: ['org:invoices:create', 'org:sys_billing:read'],
  };
  const owned = async () => {
    const { instance } = await createTestInstance(server.dependencies);
    const path = `/applications/${instance.applicationId}/instances/${instance.id}`;
    const set = (organizations: object) => platform.call('PATCH', `${path}/config`, { organizations });
    const roles = async () => (await platform.call('GET', `${path}/organization_roles`)).body;
    return { instance, set, roles };
  };
  const join = async ({ id: instanceId }: Instance, role: string) => {
    const { dependencies } = server;
    const instance = await getInstance(dependencies, instanceId);
    const emailAddresses = [`${dependencies.random.secret(6).toLowerCase()}@example.com`];
    const user = await createUser(dependencies, { instance, actor: serverActor, emailAddresses });
    const at = dependencies.clock.now();
    const row = { instanceId, publicMetadata: {}, privateMetadata: {}, createdAt: at, updatedAt: at };
    const rest = { slug: null, maxAllowedMemberships: null, adminDeleteEnabled: true, createdBy: null };
    const id = dependencies.random.id('org');
    const { queries } = dependencies.database;
    await insertOrganizations(queries, [{ ...row, ...rest, id, name: 'One' }]);
    const membership = { organizationId: id, userId: user.id, role };
    await insertMemberships(queries, [{ ...row, ...membership, id: dependencies.random.id('orgmem') }]);
  };

  it('a role is its key, or an object with what is said of it; listed with members, others’ roles too', async () => {
    const { instance, set, roles } = await owned();
    const organizations = {
      roles: ['org:admin', BILLING, 'org:member'],
      permissions: ['org:invoices:create'],
    };
    const { status, body } = await set(organizations);
    expect([status, body.after.organizations]).toEqual([200, organizations]);
    await join(instance, 'org:billing');
    await join(instance, 'org:old');
    const plain = { name: '', description: '', permissions: [], system: false, declared: true, members: 0 };
    expect(await roles()).toEqual({
      config_version: body.config_version,
      roles: [
        { ...plain, key: 'org:admin', system: true },
        { ...plain, ...BILLING, members: 1 },
        { ...plain, key: 'org:member' },
        { ...plain, key: 'org:old', declared: false, members: 1 },
      ],
      permissions: ['org:invoices:create'],
      system_permissions: expect.arrayContaining(['org:sys_memberships:manage']),
    });
  });

  it('422, and nothing is written: no creator’s role, a role that members have, a permission that a role has', async () => {
    const { instance, set, roles } = await owned();
    await set({ roles: ['org:admin', BILLING], permissions: ['org:invoices:create'] });
    await join(instance, 'org:billing');
    const before = await roles();
    for (const [organizations, code, says] of [
      [{ roles: [BILLING] }, 'form_conditional_param_disallowed', 'org:admin stays'],
      [{ roles: ['org:admin'] }, 'organization_role_in_use', '1 member of an organization has the role org:billing'],
      [{ permissions: [] }, 'form_conditional_param_disallowed', 'org:billing has "org:invoices:create"'],
      [{ roles: ['org:admin', { ...BILLING, permissions: ['org:a:b'] }] }, 'form_conditional_param_disallowed', 'declare it'],
      [{ roles: ['org:admin', { ...BILLING, name: 'x'.repeat(101) }] }, 'form_param_max_length_exceeded', '100'],
      [{ roles: ['org:admin', BILLING, BILLING] }, 'form_param_format_invalid', 'there twice'],
      [{ roles: ['org:admin', { key: 'billing' }] }, 'form_param_format_invalid', 'org:billing'],
      [{ roles: ['org:admin', { ...BILLING, permission: [] }] }, 'form_param_unknown', 'permission'],
      [{ roles: ['org:admin', 7] }, 'form_param_type_invalid', ''],
    ] as const) {
      const { status, body } = await set(organizations);
      expect([organizations, status, body.errors[0].code]).toEqual([organizations, 422, code]);
      expect(body.errors[0].long_message).toContain(says);
    } // biome-ignore format: a table
    expect(await roles()).toEqual(before);
  });
});

describe('GET /type_sources', () => {
  it('answers what types are made from; 304 while the configuration is the same', async () => {
    const first = await platform.onInstance('GET', '/type_sources');
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      config_version: expect.stringMatching(/^\d+$/),
      claims_source: '{}',
      version: 0,
      metadata_schemas: { public: SCHEMA, unsafe: null, private: null, enforcement: 'refuse' },
      roles: ['org:admin', 'org:member'],
      permissions: [],
    });
    const etag = String(first.headers.etag);
    const again = await platform.onInstance('GET', '/type_sources', undefined, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, null]);
    await patch({ organizations: { roles: ['org:admin'] } });
    const changed = await platform.onInstance('GET', '/type_sources', undefined, { 'if-none-match': etag });
    expect([changed.status, changed.body.roles]).toEqual([200, ['org:admin']]);
  });

  it('names the roles that present members have, too', async () => {
    const { dependencies, instance } = server;
    const actor = { type: 'server', id: null } as const;
    const user = await createUser(dependencies, { instance, actor, emailAddresses: ['role@example.com'] });
    const at = dependencies.clock.now();
    const row = {
      instanceId: instance.id,
      publicMetadata: {},
      privateMetadata: {},
      createdAt: at,
      updatedAt: at,
    };
    const { queries } = dependencies.database;
    const rest = { slug: null, maxAllowedMemberships: null, adminDeleteEnabled: true, createdBy: null };
    await insertOrganizations(queries, [{ ...row, ...rest, id: 'org_1', name: 'One' }]);
    const membership = { ...row, id: 'orgmem_1', organizationId: 'org_1', userId: user.id, role: 'org:old' };
    await insertMemberships(queries, [membership]);
    const { body } = await platform.onInstance('GET', '/type_sources');
    expect(body.roles).toEqual(['org:admin', 'org:old']);
  });
});
