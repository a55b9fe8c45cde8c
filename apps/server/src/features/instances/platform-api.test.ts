import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameworks } from '@bartleby/api-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDevelopmentKeys } from '../../runtime/development-keys.ts';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'bartleby-keys-'));
let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer({ config: { dataDirectory } });
  platform = await createPlatformCaller(server);
});
afterAll(async () => {
  await server.close();
  rmSync(dataDirectory, { recursive: true });
});

const codesOf = (answer: { body: { errors: { code: string }[] } }) =>
  answer.body.errors.map(({ code }) => code);

describe('/secret_keys', () => {
  it('a new key is shown once, works, and stops at once when it is revoked', async () => {
    const made = await platform.onInstance('POST', '/secret_keys', { name: 'CI' });
    expect(made.body).toMatchObject({ name: 'CI', secret: expect.stringMatching(/^sk_test_\w{48}$/) });
    const { id, secret } = made.body;
    const listed = await platform.onInstance('GET', '/secret_keys');
    expect(listed.body.data[0]).toEqual({
      id,
      name: 'CI',
      prefix: secret.slice(0, 12),
      created_at: expect.any(Number),
      last_used_at: null,
      revoked_at: null,
    });
    expect(listed.body.total_count).toBe(2);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const use = () =>
      server.inject({ method: 'GET', url: '/v1/instance', headers: { authorization: `Bearer ${secret}` } });
    expect((await use()).statusCode).toBe(200);
    const revoked = await platform.onInstance('DELETE', `/secret_keys/${id}`);
    expect([revoked.status, typeof revoked.body.revoked_at]).toEqual([200, 'number']);
    expect((await use()).statusCode).toBe(401);
    expect((await platform.onInstance('DELETE', `/secret_keys/${id}`)).status).toBe(404);
  });

  it('422 without a name', async () => {
    expect(codesOf(await platform.onInstance('POST', '/secret_keys', {}))).toEqual(['form_param_missing']);
    expect(codesOf(await platform.onInstance('POST', '/secret_keys', { name: '' }))).toEqual([
      'form_param_nil',
    ]);
  });
});

describe('GET /environment_blocks', () => {
  const blocks = async () => (await platform.onInstance('GET', '/environment_blocks')).body;

  it('has a complete block per framework; the secret only when `dev` keeps this instance’s', async () => {
    expect((await blocks()).map(({ framework }: { framework: string }) => framework)).toEqual(frameworks);
    expect(JSON.stringify(await blocks())).toContain('<your secret key>');
    writeDevelopmentKeys(dataDirectory, { secretKey: server.secretKey });
    const [nextjs] = await blocks();
    expect(nextjs.block).toContain(`BARTLEBY_SECRET_KEY=${server.secretKey}\n`);
    const { token } = await platform.signInOperator([{ applicationId: null, role: 'viewer' }]);
    const authorization = `Bearer ${token}`;
    const forViewer = await platform.onInstance('GET', '/environment_blocks', undefined, { authorization });
    expect(JSON.stringify(forViewer.body)).toContain('<your secret key>');
    expect(JSON.stringify(forViewer.body)).not.toContain(server.secretKey);
    const other = await createTestServer();
    writeDevelopmentKeys(dataDirectory, { secretKey: other.secretKey });
    expect(JSON.stringify(await blocks())).not.toContain(other.secretKey);
    await other.close();
  });
});
