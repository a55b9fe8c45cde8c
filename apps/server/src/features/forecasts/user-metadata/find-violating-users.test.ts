import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { createUser, type User } from '../../users/index.ts';
import { findViolatingUsers } from './find-violating-users.ts';

let server: TestServer;
let platform: PlatformCaller;
const users: User[] = [];
const PUBLIC = { type: 'object', properties: { plan: { enum: ['free', 'pro'] } }, required: ['plan'] };
const schemas = { public: JSON.stringify(PUBLIC), unsafe: null, private: null };

beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
  for (const plan of ['pro', 'gold', 'free', undefined]) {
    const { instance, dependencies } = server;
    users.push(
      await createUser(dependencies, {
        instance,
        actor: { type: 'server', id: null },
        emailAddresses: [`plan-${plan}@example.com`],
        privateMetadata: { canary: 'private-canary' },
        ...(plan && { publicMetadata: { plan } }),
      }),
    );
  }
});
afterAll(() => server.close());

const count = (body: object) => platform.onInstance('POST', '/metadata_schemas/violations', body);

describe('POST /metadata_schemas/violations', () => {
  it('counts those who do not conform to a draft, and tells who they are, without a value', async () => {
    const { status, body } = await count({ metadata_schemas: { public: PUBLIC } });
    expect(status).toBe(200);
    expect(body).toEqual({
      users_total: 4,
      users_checked: 4,
      users_violating: 2,
      examples: [
        {
          user_id: users[1]?.id,
          name: 'plan-gold@example.com',
          violations: [
            { field: 'public_metadata', pointer: '/plan', message: 'must be one of "free", "pro"' },
          ],
        },
        {
          user_id: users[3]?.id,
          name: 'plan-undefined@example.com',
          violations: [{ field: 'public_metadata', pointer: '/plan', message: 'is required and missing' }],
        },
      ],
    });
  });

  it('without a draft, those in force; without any, nobody', async () => {
    expect((await count({})).body).toMatchObject({ users_total: 4, users_violating: 0, examples: [] });
  });

  it('counts private metadata and shows none', async () => {
    const draft = { private: { type: 'object', properties: { canary: { type: 'integer' } } } };
    const { body } = await count({ metadata_schemas: draft });
    expect(body.users_violating).toBe(4);
    expect(JSON.stringify(body)).not.toContain('private-canary');
  });

  it('422 for a draft that may not be saved', async () => {
    const { status, body } = await count({ metadata_schemas: { public: { type: 'list' } } });
    expect([status, body.errors[0].code]).toEqual([422, 'metadata_schema_invalid']);
  });
});

describe('PATCH /config', () => {
  it('tells with a change of schemas or enforcement how many users violate now; dry run included', async () => {
    const body = { metadata_schemas: { public: PUBLIC } };
    const dry = await platform.onInstance('PATCH', '/config?dry_run=true', body);
    expect(dry.body).toMatchObject({ dry_run: true, metadata_violations: { users_violating: 2 } });
    const saved = await platform.onInstance('PATCH', '/config', body);
    expect(saved.body).toMatchObject({ metadata_violations: { users_violating: 2 } });
    const refusing = await platform.onInstance('PATCH', '/config', {
      metadata_schemas: { enforcement: 'refuse' },
    });
    expect(refusing.body).toMatchObject({ metadata_violations: { users_violating: 2, users_total: 4 } });
    const other = await platform.onInstance('PATCH', '/config', { test_mode: true });
    expect(other.body).not.toHaveProperty('metadata_violations');
  });
});

describe('the walk', () => {
  const { signal } = new AbortController();
  it('is bounded, and says so', async () => {
    const found = await findViolatingUsers(server.dependencies, {
      instance: server.instance,
      schemas,
      signal,
      maxUsers: 2,
    });
    expect(found).toMatchObject({ usersTotal: 4, usersChecked: 2, usersViolating: 1 });
  });

  it('ends when nobody waits any more', async () => {
    const input = { instance: server.instance, schemas, signal: AbortSignal.abort() };
    await expect(findViolatingUsers(server.dependencies, input)).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it('sees no user of another instance', async () => {
    const other = await createTestServer();
    const found = await findViolatingUsers(other.dependencies, { instance: other.instance, schemas, signal });
    expect(found).toMatchObject({ usersTotal: 0, usersViolating: 0 });
    await other.close();
  });
});
