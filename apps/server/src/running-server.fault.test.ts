import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyMigratedDatabase } from './testing/migrated-database.ts';
import type { NodeProcess } from './testing/node-process.ts';
import {
  engineOf,
  runServerProcess,
  type ServerProcess,
  startServerProcess,
} from './testing/server-process.ts';

let template: string;
let root: string;
let folder: string;
let running: NodeProcess[] = [];
const remember = (program: NodeProcess) => void running.push(program);
const start = () => startServerProcess(folder, remember);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function endAll(): Promise<void> {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
}

// A first start takes seconds: done once, copied for every test.
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'bartleby-running-template-'));
  await copyMigratedDatabase(template);
  const server = await startServerProcess(template, remember);
  server.kill('SIGTERM');
  await server.ended;
  running = [];
}, 180_000);
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bartleby-running-'));
  folder = join(root, 'data');
});
afterEach(async () => {
  await endAll();
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const createUser = (server: ServerProcess, name: string) =>
  server.backend('POST', '/v1/users', {
    email_address: [`${name}@example.com`],
    skip_password_requirement: true,
  });

describe('kill -9 of the running server or its engine', () => {
  it('twenty times during writes loses no acknowledged write', { timeout: 400_000 }, async () => {
    cpSync(template, folder, { recursive: true });
    const acknowledged: string[] = [];
    let server = await start();
    let writing = true;
    let number = 0;
    const statuses = new Set<number>();
    const lane = async () => {
      while (writing) {
        const name = `written${number++}`;
        // A server that is gone answers nothing: then nothing was promised.
        const status = await createUser(server, name).then(
          (answer) => answer.status,
          () => 0,
        );
        statuses.add(status);
        if (status === 200) acknowledged.push(name);
        else await pause(20);
      }
    };
    const lanes = [lane(), lane(), lane()];
    for (let kills = 0; kills < 20; kills += 1) {
      const before = acknowledged.length;
      for (let waited = 0; acknowledged.length < before + 10 && waited < 60_000; waited += 20)
        await pause(20);
      expect(acknowledged.length).toBeGreaterThanOrEqual(before + 10);
      await pause((kills * 37) % 100);
      if (kills % 2 === 0) process.kill(engineOf(folder).pid, 'SIGKILL');
      else {
        server.kill('SIGKILL');
        await server.ended;
        server = await start();
      }
    }
    writing = false;
    await Promise.all(lanes);
    // Cut connections, refusals while the engine is opened again, and nothing else.
    expect([...statuses].sort()).toEqual([0, 200, 503]);
    expect(await lostOf(server, acknowledged)).toEqual([]);
  });
});

/** Those of the names that no user has. */
async function lostOf(server: ServerProcess, names: readonly string[]): Promise<string[]> {
  const kept = new Set<string>();
  for (let offset = 0; ; offset += 500) {
    const answer = await server.backend('GET', `/v1/users?limit=500&offset=${offset}`);
    if (answer.status === 503) {
      await pause(200);
      offset -= 500;
      continue;
    }
    const users = (await answer.json()) as { email_addresses: { email_address: string }[] }[];
    for (const user of users)
      for (const { email_address } of user.email_addresses) kept.add(email_address.split('@')[0] ?? '');
    if (users.length < 500) return names.filter((name) => !kept.has(name));
  }
}

describe('kill -9 in the middle of a forecast', () => {
  const USERS = 500;
  const DRAFT = { claims_source: '{"name": "{{user.full_name}}", "all": "{{user.public_metadata}}"}' };
  const forecast = (server: ServerProcess) => server.onInstance('POST', '/config/forecast', DRAFT);
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('leaves nothing behind: the new start has the same rows, no lock, and forecasts', {
    timeout: 240_000,
  }, async () => {
    cpSync(template, folder, { recursive: true });
    symlinkSync(join(folder, 'database.sock'), join(root, '.s.PGSQL.5432'));
    const first = await start();
    await importUsers(first, USERS);
    const before = await rowsOfApp();
    // Two run at a time, the others wait: when one has written its first line, they are far from done.
    const asked = Array.from({ length: 12 }, () => forecast(first));
    await Promise.any(asked);
    first.kill('SIGKILL');
    await first.ended;
    const texts = asked.map((one) => one.then((answer) => answer.text()).catch(() => 'cut off'));
    expect(await Promise.all(texts)).toContain('cut off');

    const second = await start();
    expect(await rowsOfApp()).toEqual(before);
    expect(await heldLocks()).toEqual([]);
    // One more than may run at once: had a place been lost, one would wait for ever.
    const forecasts = await Promise.all([1, 2, 3].map(async () => (await forecast(second)).text()));
    for (const answer of forecasts)
      expect(linesOf(answer).at(-1)).toMatchObject({ type: 'result', users_rendered: USERS });
    expect(await rowsOfApp()).toEqual(before);
  });

  async function importUsers(server: ServerProcess, count: number): Promise<void> {
    const records = Array.from({ length: count }, (_, n) => ({
      object: 'user',
      id: `user_walked${String(n).padStart(8, '0')}`,
      first_name: `First${n}`,
      public_metadata: { notes: 'n'.repeat(n % 400) },
    }));
    for (let from = 0; from < count; from += 100) {
      const part = { records: records.slice(from, from + 100) };
      const answer = await server.onInstance('POST', '/import', part);
      expect(await answer.json()).toMatchObject({ counts: { refused: 0 } });
    }
  }

  /** Asks the engine itself, beside a server that is idle. */
  async function ask<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const client = new pg.Client({ host: root, port: 5432, user: 'postgres', database: 'postgres' });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Number and digest of the rows of all instances but the operators', of each table. */
  async function rowsOfApp(): Promise<Record<string, unknown>> {
    const tables = await ask<{ name: string }>(
      `select table_name as name from information_schema.columns where column_name = 'instance_id' order by 1`,
    );
    const digests = tables.map(
      ({ name }) => `select '${name}' as name, count(*)::int, md5(string_agg(r::text, '|' order by r::text))
        from ${name} r where instance_id in (select id from instances where slug = 'app')`,
    );
    const rows = await ask<{ name: string; count: number }>(digests.join(' union all '));
    expect(rows.find(({ name }) => name === 'users')?.count).toBe(USERS);
    return Object.fromEntries(rows.map((row) => [row.name, row]));
  }

  /** Locks of anybody but the one who asks. */
  const heldLocks = () =>
    ask(`select locktype, mode from pg_locks
      where locktype = 'advisory' or (locktype = 'relation' and mode <> 'AccessShareLock')`);
});

describe('1,000 races of revoke against token request over real HTTP', () => {
  const RACES = 1_000;
  const AT_ONCE = 10;

  it('no request that starts after the acknowledgement gets a token', { timeout: 400_000 }, async () => {
    cpSync(template, folder, { recursive: true });
    const server = await start();
    const user = (await (await createUser(server, 'racer')).json()) as { id: string };
    let [breaches, tokensBefore, underWay] = [0, 0, 0];

    async function race(index: number): Promise<void> {
      const { path, cookie, sessionId } = await signIn(server, user.id);
      let acknowledgedAt = Number.POSITIVE_INFINITY;
      const ask = async () => {
        let overlapped = false;
        for (let after = 0; after < 2; ) {
          const startedAt = performance.now();
          const { status } = await server.frontend(path, {}, cookie);
          if (startedAt > acknowledgedAt) after += 1;
          else if (performance.now() > acknowledgedAt) overlapped = true;
          if (status !== 200) continue;
          if (startedAt > acknowledgedAt) breaches += 1;
          else tokensBefore += 1;
        }
        return overlapped;
      };
      const asking = [ask(), ask()];
      await pause((index * 7) % 20);
      const revoked = await server.backend('POST', `/v1/sessions/${sessionId}/revoke`);
      acknowledgedAt = performance.now();
      expect(revoked.status).toBe(200);
      if ((await Promise.all(asking)).includes(true)) underWay += 1;
    }

    for (let first = 0; first < RACES; first += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => race(first + index)));
    expect(breaches).toBe(0);
    // They were races: before it there were tokens to be had, and requests were under way.
    expect(tokensBefore).toBeGreaterThan(RACES / 4);
    expect(underWay).toBeGreaterThan(RACES / 4);
  });

  async function signIn(server: ServerProcess, userId: string) {
    const made = await server.backend('POST', '/v1/sign_in_tokens', { user_id: userId });
    const { token } = (await made.json()) as { token: string };
    const answer = await server.frontend('/v1/client/sign_ins', { strategy: 'ticket', ticket: token });
    const body = (await answer.json()) as { response: { created_session_id: string } };
    const sessionId = body.response.created_session_id;
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    return { sessionId, cookie: cookie.join('; '), path: `/v1/client/sessions/${sessionId}/tokens` };
  }
});

describe('a data folder that becomes read-only', () => {
  it('is refused at once while JWKS still answers, heals, and ends a new start with one sentence', {
    timeout: 240_000,
  }, async () => {
    if (isRoot && !mountOwnDisk(root)) {
      console.warn('read-only folder not tested: root may write anywhere, and may not mount here');
      return;
    }
    try {
      cpSync(template, folder, { recursive: true });
      const server = await start();
      const jwks = async () => (await fetch(`${server.url}/i/app/.well-known/jwks.json`)).status;
      expect(await jwks()).toBe(200);
      expect((await createUser(server, 'before')).status).toBe(200);
      await makeReadOnly();
      for (const name of ['first', 'second']) {
        const startedAt = performance.now();
        expect((await createUser(server, name)).status).toBe(503);
        expect(performance.now() - startedAt).toBeLessThan(5_000);
        expect(await jwks()).toBe(200);
      }
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
      // It tries to come back every second or so; one attempt may have been cut off by the fault itself.
      const reason = `the data folder ${folder} cannot be written to`;
      for (let tries = 0; tries < 20 && !server.errors().includes(reason); tries += 1) {
        await pause(500);
        expect((await createUser(server, `waiting${tries}`)).status).toBe(503);
      }
      expect(server.errors()).toContain(reason);
      makeWritable();
      let healed = 503;
      for (let wait = 0; wait < 600 && healed !== 200; wait += 1) {
        healed = (await createUser(server, `after${wait}`)).status;
        await pause(100);
      }
      expect(healed).toBe(200);
      server.kill('SIGTERM');
      await server.ended;

      await makeReadOnly();
      const refused = runServerProcess(folder);
      remember(refused);
      expect(await refused.ended).toBe(1);
      expect(refused.errors().trim()).toMatch(
        /^the data folder \S+ cannot be written to \(E\w+\): give this user write access, or choose another with --data-dir$/,
      );
      makeWritable();
    } finally {
      await endAll();
      if (isRoot) execFileSync('umount', ['--lazy', root]);
    }
  });

  const isRoot = process.getuid?.() === 0;

  function mountOwnDisk(at: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=755', 'tmpfs', at], { stdio: 'pipe' });
      return true;
    } catch {
      return false;
    }
  }

  /** The engine holds its files open, so it has to be gone for a moment; then it cannot come back. */
  async function makeReadOnly(): Promise<void> {
    for (let tries = 0; tries < 50; tries += 1) {
      try {
        process.kill(engineOf(folder).pid, 'SIGKILL');
      } catch {
        // There is no engine, or no lock.
      }
      try {
        if (isRoot) execFileSync('mount', ['-o', 'remount,ro', root], { stdio: 'pipe' });
        else chmodSync(folder, 0o555);
        return;
      } catch {
        await pause(300);
      }
    }
    throw new Error('the folder could not be made read-only');
  }

  function makeWritable(): void {
    if (isRoot) execFileSync('mount', ['-o', 'remount,rw', root], { stdio: 'pipe' });
    else chmodSync(folder, 0o755);
  }
});
