import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, type ProcessIdentity } from './database/embedded/process-identity.ts';
import { copyMigratedDatabase } from './testing/migrated-database.ts';
import { type NodeProcess, runProgram } from './testing/node-process.ts';

let root: string;
let folder: string;
let running: NodeProcess[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'bartleby-main-'));
  folder = join(root, 'data');
  await copyMigratedDatabase(folder);
  running = [];
});
afterEach(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(root, { recursive: true, force: true });
});

interface Facts {
  url: string;
  publishableKey: string;
  secretKey: string;
}

function main(environment: Record<string, string> = {}): NodeProcess {
  const program = runProgram('main.ts', [], {
    BARTLEBY_DATA_DIR: folder,
    BARTLEBY_READY_JSON: '1',
    PORT: '0',
    ...environment,
  });
  running.push(program);
  return program;
}

const ready = async (program: NodeProcess): Promise<Facts> =>
  JSON.parse(await program.line((line) => line.startsWith('{')));
const engineOf = (): ProcessIdentity => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).engine;
const statusOf = async (url: string, init?: RequestInit) => (await fetch(url, init)).status;

const createUser = (facts: Facts, name: string) =>
  fetch(`${facts.url}/v1/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${facts.secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: [`${name}@example.com`], skip_password_requirement: true }),
  });

/** A browser in which the user is signed in, and which listens. */
async function openEventStream(facts: Facts, userId: string): Promise<Response> {
  const made = await fetch(`${facts.url}/v1/sign_in_tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${facts.secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  });
  const { token } = (await made.json()) as { token: string };
  const page = { origin: 'http://localhost:3000' };
  const signedIn = await fetch(`${facts.url}/i/app/v1/client/sign_ins`, {
    method: 'POST',
    headers: page,
    body: new URLSearchParams({ strategy: 'ticket', ticket: token }),
  });
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
  const stream = await fetch(`${facts.url}/i/app/v1/client/events`, {
    headers: { ...page, cookie: cookie.join('; '), accept: 'text/event-stream' },
  });
  expect(stream.status).toBe(200);
  return stream;
}

describe('the server process', () => {
  it('keeps data and keys over a restart; a signal leaves no process and no lock within five seconds', async () => {
    // The one first start from nothing; the others begin where its migrations end.
    rmSync(folder, { recursive: true });
    const first = main();
    const facts = await ready(first);
    const created = await createUser(facts, 'ada');
    expect(created.status).toBe(200);
    const stream = await openEventStream(facts, ((await created.json()) as { id: string }).id);
    expect(statSync(join(folder, 'development-keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'encryption-key')).mode & 0o777).toBe(0o600);
    const engine = engineOf();
    const startedAt = performance.now();
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    // Ended, not cut off: then its text could not be read.
    expect(await stream.text()).toMatch(/^event: ready\n/);
    expect(isRunning(engine)).toBe(false);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
    expect(existsSync(join(folder, 'database.sock'))).toBe(false);

    const second = main({ PORT: new URL(facts.url).port });
    // All but the operator's link, which is good once.
    expect(await ready(second)).toEqual({ ...facts, dashboardUrl: expect.stringMatching(/ticket=\w{43}$/) });
    const users = await fetch(`${facts.url}/v1/users`, {
      headers: { authorization: `Bearer ${facts.secretKey}` },
    });
    expect(await users.json()).toHaveLength(1);
    expect(first.errors() + second.errors()).not.toContain(facts.secretKey);
  }, 120_000);

  it('takes the next free port in dev and uses it everywhere', async () => {
    const taken = await holdPort();
    const facts = await ready(main({ PORT: String(taken.port) }));
    taken.server.close();
    const port = Number(new URL(facts.url).port);
    expect(port).toBeGreaterThan(taken.port);
    expect(atob(facts.publishableKey.slice('pk_test_'.length))).toBe(`app.localhost:${port}$`);
    expect(await statusOf(`${facts.url}/health/ready`)).toBe(200);
  }, 120_000);

  it('a second one on the same folder ends with one sentence', async () => {
    const first = main();
    await ready(first);
    const second = main();
    expect(await second.ended).toBe(1);
    expect(second.errors().trim()).toBe(
      `another Bartleby server (process ${first.pid}) uses the data folder ${folder}: stop it, or choose another folder with --data-dir`,
    );
  }, 120_000);

  it('start names everything that is missing and ends', async () => {
    rmSync(folder, { recursive: true });
    const program = main({ BARTLEBY_MODE: 'start' });
    expect(await program.ended).toBe(1);
    for (const name of [
      'BARTLEBY_ENCRYPTION_KEY',
      'BARTLEBY_PUBLIC_URL',
      'BARTLEBY_SMTP_URL',
      'DATABASE_URL',
    ])
      expect(program.errors()).toContain(`Add: ${name}=`);
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses the encryption key of another database', async () => {
    const first = main();
    await ready(first);
    first.kill('SIGTERM');
    await first.ended;
    const second = main({ BARTLEBY_ENCRYPTION_KEY: 'ab'.repeat(32) });
    expect(await second.ended).toBe(1);
    expect(second.errors()).toContain(
      'this database was encrypted under another key: set BARTLEBY_ENCRYPTION_KEY',
    );
  }, 120_000);
});

describe('a full disk', () => {
  it('is refused at once while JWKS still answers, and heals when space returns', async (context) => {
    if (!mountSmallDisk(root)) context.skip('mounting a tmpfs needs root');
    try {
      const program = main();
      const facts = await ready(program);
      const jwks = `${facts.url}/i/app/.well-known/jwks.json`;
      expect(await statusOf(jwks)).toBe(200);
      fillDisk(join(root, 'filler'));
      const outcomes = new Set<number>();
      for (let index = 0; index < 200 && !outcomes.has(503); index += 1) {
        const startedAt = performance.now();
        outcomes.add((await createUser(facts, `full-${index}-${'x'.repeat(40)}`)).status);
        expect(performance.now() - startedAt).toBeLessThan(5_000);
        expect(await statusOf(jwks)).toBe(200);
        if (index % 20 === 19) process.kill(engineOf().pid, 'SIGKILL'); // Nothing to write with: it cannot come back.
      }
      expect([...outcomes].at(-1)).toBe(503);
      expect(await statusOf(`${facts.url}/health/ready`)).toBe(503);
      expect(await statusOf(`${facts.url}/health/live`)).toBe(200);
      expect(program.errors()).toContain('is full: free some space');
      rmSync(join(root, 'filler'));
      let healed = 503;
      for (let wait = 0; wait < 100 && healed !== 200; wait += 1) {
        healed = (await createUser(facts, `healed-${wait}`)).status;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(healed).toBe(200);
      program.kill('SIGTERM');
      await program.ended;
    } finally {
      for (const program of running) program.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      execFileSync('umount', ['--lazy', root]);
    }
  }, 120_000);
});

/** 80 MB, as in the promise; false where this user may not mount. */
function mountSmallDisk(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m,mode=755', 'tmpfs', at], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

function fillDisk(file: string): void {
  for (let size = 4 * 1024 * 1024; size >= 4096; size /= 2)
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
}

/** Something else that listens. */
async function holdPort(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return { port: address.port, server };
}
