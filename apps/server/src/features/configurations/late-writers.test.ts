import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dependencies } from '../../dependencies.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { getInstance } from '../instances/index.ts';
import { changeConfiguration } from './change-configuration.ts';
import type { ConfigurationBody } from './requested-changes.ts';

// Writers without If-Match: each was checked against what another one has changed by the time of its transaction.

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const read = async () => (await platform.onInstance('GET', '/config')).body;
const patch = async (body: object) => {
  const { status } = await platform.onInstance('PATCH', '/config?destructive=true', body);
  expect(status).toBe(200);
};

/** Changes the configuration; between its checks and its transaction, `meanwhile` happens. */
async function changeLate(body: ConfigurationBody, meanwhile: () => Promise<void>) {
  const { database } = server.dependencies;
  const transaction: typeof database.transaction = async (...args) => {
    await meanwhile();
    return database.transaction(...args);
  };
  const dependencies: Dependencies = { ...server.dependencies, database: { ...database, transaction } };
  return changeConfiguration(dependencies, {
    instance: await getInstance(server.dependencies, server.instance.id),
    author: { type: 'platform_key', id: null, name: null },
    body,
    replaces: false,
    dryRun: false,
    destructive: true,
    acceptParameter: 'session.accept_broken_users',
    expectedConfigVersion: null,
    signal: new AbortController().signal,
  });
}

it.each([
  ['changed', { kept: { lifetime: 61 } }],
  ['deleted', { kept: null }],
  ['made', { made: { claims: {} } }],
])('a JWT template that was %s meanwhile: a conflict, and none of the rest is written', async (_, others) => {
  await patch({ jwt_templates: { kept: { claims: { aud: 'x' }, lifetime: 60 }, made: null } });
  const templates = { first: { claims: {} }, kept: { lifetime: 62 }, made: { claims: { aud: 'y' } } };
  let between: unknown;
  const late = changeLate({ jwt_templates: templates, auth: { username: 'on' } }, async () => {
    await patch({ jwt_templates: others });
    between = await read();
  });
  await expect(late).rejects.toMatchObject({ code: 'config_conflict' });
  expect(await read()).toEqual(between);
});

it('more JWT templates than there may be, by both together: refused, and none of the rest is written', async () => {
  const many = (name: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, { claims: {} }]));
  let between: unknown;
  const late = changeLate({ jwt_templates: many('late', 100), auth: { username: 'off' } }, async () => {
    await patch({ jwt_templates: many('early', 150) });
    between = await read();
  });
  await expect(late).rejects.toMatchObject({ code: 'quota_exceeded' });
  expect(await read()).toEqual(between);
});

it('roles that were declared meanwhile are not overwritten by a list that does not know them', async () => {
  await patch({ organizations: { roles: ['org:admin', 'org:member'], permissions: ['org:a:b'] } });
  let between: unknown;
  const late = changeLate({ organizations: { roles: ['org:admin'] } }, async () => {
    await patch({ organizations: { roles: ['org:admin', 'org:member', 'org:billing'] } });
    between = await read();
  });
  await expect(late).rejects.toMatchObject({ code: 'config_conflict' });
  expect(await read()).toEqual(between);
});

it('a permission that a role was given meanwhile stays', async () => {
  const role = { key: 'org:admin', permissions: ['org:a:b'] };
  await patch({ organizations: { roles: ['org:admin'], permissions: ['org:a:b'] } });
  const late = changeLate({ organizations: { permissions: [] } }, () =>
    patch({ organizations: { roles: [role] } }),
  );
  await expect(late).rejects.toMatchObject({ code: 'config_conflict' });
  expect((await read()).config.organizations).toMatchObject({ roles: [role], permissions: ['org:a:b'] });
});
