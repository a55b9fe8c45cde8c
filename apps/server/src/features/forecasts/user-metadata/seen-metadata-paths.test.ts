import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { listSeenMetadataPaths } from './list-seen-metadata-paths.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const paths = async () => (await platform.onInstance('GET', '/session_token/seen_metadata_paths')).body.paths;
let users = 0;
async function add(publicMetadata: object, unsafeMetadata: object = {}): Promise<void> {
  users += 1;
  const answer = await server.backend('POST', '/v1/users', {
    email_address: [`user${users}@example.com`],
    skip_password_requirement: true,
    public_metadata: publicMetadata,
    unsafe_metadata: unsafeMetadata,
    private_metadata: { secret: { deep: 1 } },
  });
  expect(answer.statusCode).toBe(200);
}
/** Codes of the warnings that a save of this claim would have. */
const warned = async (shortcode: string) => {
  const body = { session: { claims: { claim: `{{${shortcode}}}` } } };
  const answer = await platform.onInstance('PATCH', '/config?dry_run=true', body);
  expect(answer.status).toBe(200);
  return answer.body.diagnostics.map(({ code, suggestion }: { code: string; suggestion?: string }) => [
    code,
    suggestion,
  ]);
};

describe('GET /session_token/seen_metadata_paths', () => {
  it('is null, and no path is warned about, while there is no user', async () => {
    expect(await paths()).toBeNull();
    expect(await warned('user.public_metadata.plan')).toEqual([]);
  });

  it('names what users have, each path once, without values, private metadata and other instances', async () => {
    await add({ plan: 'gold', address: { city: 'Paris', lines: [{ first: 1 }] } }, { theme: 'dark' });
    await add({ plan: null });
    const other = await createTestServer();
    const caller = await createPlatformCaller(other);
    expect(await paths()).toEqual([
      'user.public_metadata.address',
      'user.public_metadata.address.city',
      'user.public_metadata.address.lines',
      'user.public_metadata.plan',
      'user.unsafe_metadata.theme',
    ]);
    expect((await caller.onInstance('GET', '/session_token/seen_metadata_paths')).body.paths).toBeNull();
    await other.close();
  });

  it('is null when there are too many users or paths to know them all', async () => {
    const { signal } = new AbortController();
    const known = (limits: { users: number; paths: number }) =>
      listSeenMetadataPaths(server.dependencies, { instance: server.instance, signal, limits });
    expect(await known({ users: 2, paths: 5 })).toHaveLength(5);
    expect(await known({ users: 1, paths: 5 })).toBeNull();
    expect(await known({ users: 2, paths: 4 })).toBeNull();
  });

  it('a save warns of a path that no user has, with the one that was probably meant', async () => {
    expect(await warned('user.public_metadata.plan')).toEqual([]);
    expect(await warned('user.public_metadata.address.city')).toEqual([]);
    expect(await warned('user.public_metadata.plam')).toEqual([
      ['metadata_path_unseen', 'user.public_metadata.plan'],
    ]);
  });
});
