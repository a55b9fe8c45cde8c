import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '@bartleby/e2e/harness';
import { fencedBlocks, onlyBlock } from '@bartleby/e2e/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignHosts } from './foreign-hosts.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { type RunningServer, startServer } from './start-server.ts';

// The published `clerk` command line, unmodified, on an instance's configuration. All that it sends goes through a
// proxy that says to whom.

const CLERK = join(repository, 'node_modules/clerk/bin/clerk');
const folder = mkdtempSync(join(tmpdir(), 'bartleby-clerk-config-'));
let server: RunningServer;
let application: string;
let proxy: RecordingProxy;

beforeAll(async () => {
  server = await startServer();
  proxy = await startRecordingProxy(new URL(server.url).host);
  const headers = { authorization: `Bearer ${server.platformKey}` };
  const answer = await fetch(`${server.url}/v1/platform/applications`, { headers });
  application = ((await answer.json()) as [{ application_id: string }])[0].application_id;
}, 90_000);
afterAll(async () => {
  await proxy?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Said = { exitCode: number; stdout: string; said: string };

/** The two variables of the guide that keep it from talking to others. */
const QUIET = { CLERK_TELEMETRY_DISABLED: '1', CLERK_NO_UPDATE_CHECK: '1' };
/** As the guide has it. */
const clerk = (...args: string[]): Promise<Said> => clerkWith(QUIET, proxy, ...args);

/** Nothing of this process's environment: what is set here is all that it needs. */
function clerkWith(quiet: object, { url }: RecordingProxy, ...args: string[]): Promise<Said> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CLERK_CONFIG_DIR: join(folder, 'clerk'),
    CLERK_PLATFORM_API_URL: server.url,
    CLERK_PLATFORM_API_KEY: server.platformKey,
    ...quiet,
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    http_proxy: url,
    https_proxy: url,
  };
  return new Promise((resolve) => {
    execFile(
      CLERK,
      ['config', ...args, '--app', application],
      { cwd: folder, env, timeout: 50_000 },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout, said: stdout + stderr }),
    );
  });
}

const file = join(folder, 'config.json');
interface Pulled {
  config_version: string;
  config: { session: { claims: object; version: number }; auth: { username: string } };
}
const pull = async () => JSON.parse((await clerk('pull')).stdout) as Pulled;

describe('clerk config', () => {
  it('pull prints version and settings; schema describes them', async () => {
    expect(await pull()).toMatchObject({ config: { session: { claims: {} }, auth: { username: 'off' } } });
    const chosen = JSON.parse((await clerk('pull', '--keys', 'auth,session')).stdout) as Pulled;
    expect(Object.keys(chosen.config)).toEqual(['session', 'auth']);
    expect(JSON.parse((await clerk('schema')).stdout)).toMatchObject({
      properties: { session: {}, auth: {} },
    });
  });

  it('patch changes the claims; with --dry-run nothing', async () => {
    const change = JSON.stringify({ session: { claims: { plan: '{{user.public_metadata.plan}}' } } });
    const dry = await clerk('patch', '--json', change, '--dry-run');
    expect(dry.exitCode, dry.said).toBe(0);
    expect((await pull()).config.session.claims).toEqual({});
    const patched = await clerk('patch', '--json', change, '--yes');
    expect(patched.exitCode, patched.said).toBe(0);
    expect((await pull()).config.session).toMatchObject({
      claims: { plan: '{{user.public_metadata.plan}}' },
      version: 1,
    });
  });

  it.each(['patch', 'put'])('%s takes the pulled file, edited', async (command) => {
    expect((await clerk('pull', '--output', file)).exitCode).toBe(0);
    const pulled = JSON.parse(readFileSync(file, 'utf8')) as Pulled;
    pulled.config.session.claims = { by: command };
    pulled.config.auth.username = command === 'patch' ? 'on' : 'off';
    writeFileSync(file, JSON.stringify(pulled));
    const sent = await clerk(command, '--file', file, '--yes');
    expect(sent.exitCode, sent.said).toBe(0);
    expect((await pull()).config).toMatchObject({
      session: { claims: { by: command } },
      auth: { username: pulled.config.auth.username },
    });
  });

  it('a wrong shortcode is refused with its suggestion, and changes nothing', async () => {
    const before = await pull();
    const change = JSON.stringify({ session: { claims: { plan: '{{user.pubic_metadata.plan}}' } } });
    const refused = await clerk('patch', '--json', change, '--yes');
    expect([refused.exitCode, refused.said]).toEqual([
      1,
      expect.stringContaining('did you mean user.public_metadata.plan?'),
    ]);
    expect(await pull()).toEqual(before);
  });
});

describe('whom it talks to', () => {
  it('is this server alone with the variables of the guide, in every command above', () => {
    expect(proxy.hosts()).toContain(new URL(server.url).host);
    expect(foreignHosts(proxy.hosts())).toEqual([]);
  });

  it('would be seen if it were another: a tunnel to it goes through the proxy too', async () => {
    const elsewhere = { CLERK_PLATFORM_API_URL: 'https://api.example.com' };
    const other = await startRecordingProxy(new URL(server.url).host);
    try {
      expect((await clerkWith({ ...QUIET, ...elsewhere }, other, 'pull')).exitCode).not.toBe(0);
      expect(foreignHosts(other.hosts())).toEqual(['api.example.com:443']);
    } finally {
      await other.close();
    }
  });
});

describe('the guide to configuration as code', () => {
  it('names the variables and the commands that these tests use', () => {
    const { code } = onlyBlock(
      fencedBlocks('docs/guides/config-as-code.md'),
      ({ words }) => words === 'run=clerk-config',
    );
    expect(code.match(/export (\w+)=/g)).toEqual([
      'export CLERK_PLATFORM_API_URL=',
      'export CLERK_PLATFORM_API_KEY=',
      'export CLERK_TELEMETRY_DISABLED=',
      'export CLERK_NO_UPDATE_CHECK=',
    ]);
    expect(code.match(/npx clerk config .*/g)).toEqual([
      'npx clerk config pull --app app_… --output config.json',
      'npx clerk config patch --app app_… --file config.json',
    ]);
  });
});
