import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { createRandom } from '../../runtime/random.ts';
import { type NodeProcess, runProgram } from '../../testing/node-process.ts';
import { type EmbeddedDatabase, openEmbedded } from './open-embedded.ts';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

const random = createRandom(systemClock);
const quiet = createLog({ clock: systemClock, level: 'silent', format: 'json', write: () => {} });
let template: string;
let root: string;
let folder: string;
let databases: EmbeddedDatabase[];
let programs: NodeProcess[];

// Making a database takes seconds: made once, copied for every test.
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'bartleby-template-'));
  await (await openEmbedded({ folder: template, random, log: quiet })).close();
}, 120_000);
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bartleby-fault-'));
  folder = join(root, 'data');
  databases = [];
  programs = [];
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all([
    ...programs.map(({ ended }) => ended),
    ...databases.map((database) => database.close()),
  ]);
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const open = async (): Promise<EmbeddedDatabase> => {
  const database = await openEmbedded({ folder, random, log: quiet });
  databases.push(database);
  return database;
};
const useTemplate = () => cpSync(template, folder, { recursive: true });
const engineOf = (): ProcessIdentity => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).engine;
const writer = (first: number | 'hang'): NodeProcess => {
  const program = runProgram('testing/embedded-writer.ts', [folder, String(first)]);
  programs.push(program);
  return program;
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 20) {
    if (holds()) return true;
    await pause(20);
  }
  return holds();
}

async function numbersIn(database: EmbeddedDatabase): Promise<Set<number>> {
  const { rows } = await sql<{ number: number }>`select number from written`.execute(database.queries);
  return new Set(rows.map(({ number }) => number));
}

// Each a few times; running-server.fault.test.ts kills twenty times, over HTTP.
describe('kill -9', () => {
  it('of the server, three times during writes, loses no acknowledged write', async () => {
    useTemplate();
    const acknowledged: number[] = [];
    for (let cycle = 0; cycle < 3; cycle += 1) {
      const program = writer(cycle * 100_000);
      await program.line((line) => line === 'open');
      // Killed in the middle of ever later writes, however long the machine takes for one.
      expect(await until(() => program.lines.length > 12 + cycle * 15, 30_000)).toBe(true);
      program.kill('SIGKILL');
      await program.ended;
      acknowledged.push(...program.lines.filter((line) => line !== 'open').map(Number));
    }
    const database = await open();
    const kept = await numbersIn(database);
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
  }, 300_000);

  it('of the engine, three times during writes, loses no acknowledged write and needs no restart', async () => {
    useTemplate();
    const database = await open();
    await sql`create table written (number integer primary key)`.execute(database.queries);
    const acknowledged: number[] = [];
    const refusals = new Set<string>();
    let writing = true;
    let cycles = 0;
    const grows = () => {
      const count = acknowledged.length;
      return () => acknowledged.length > count + 10;
    };
    const write = async () => {
      for (let number = 0; writing; number += 1) {
        const statement = sql`insert into written (number) values (${number})`.execute(database.queries);
        await statement.then(
          () => acknowledged.push(number),
          async (error: Error) => {
            refusals.add(error.message);
            await pause(20);
          },
        );
      }
    };
    const done = write();
    for (let cycle = 0; cycle < 3 && (await until(grows(), 30_000)); cycle += 1) {
      const before = engineOf();
      process.kill(before.pid, 'SIGKILL');
      await until(() => engineOf().pid !== before.pid, 30_000);
      cycles += 1;
    }
    const isBack = await until(grows(), 30_000);
    writing = false;
    await done;
    const kept = await numbersIn(database);
    expect({ cycles, isBack, refusals: [...refusals] }).toEqual({
      cycles: 3,
      isBack: true,
      refusals: ['service_unavailable'],
    });
    expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
  }, 300_000);

  it('of the server ends its engine, also in the middle of a statement', async () => {
    useTemplate();
    const program = writer('hang');
    await program.line((line) => line === 'hanging');
    const engine = engineOf();
    expect(isRunning(engine)).toBe(true);
    program.kill('SIGKILL');
    expect(await until(() => !isRunning(engine), 1_500)).toBe(true);
  });
});

describe('a second process', () => {
  it('is refused within two seconds, with folder and process named', async () => {
    useTemplate();
    const program = writer(0);
    await program.line((line) => line === 'open');
    const startedAt = performance.now();
    await expect(open()).rejects.toThrow(
      `another Bartleby server (process ${program.pid}) uses the data folder ${folder}: stop it, or choose another folder with --data-dir`,
    );
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('takes over the lock of a process that is gone', async () => {
    useTemplate();
    const gone = { pid: process.pid, startedAt: 'long ago' };
    writeFileSync(
      join(folder, 'lock'),
      JSON.stringify({
        owner: 'x',
        host: execFileSync('hostname').toString().trim(),
        server: gone,
        engine: null,
      }),
    );
    const database = await open();
    expect(await database.ready()).toBe(true);
    await database.close();
    databases = [];
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('of five at once, one wins', async () => {
    useTemplate();
    const results = await Promise.allSettled([open(), open(), open(), open(), open()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a statement that does not end', () => {
  it('is refused after its deadline; the engine is opened again', async () => {
    useTemplate();
    const database = await open();
    await sql`create table kept (number integer)`.execute(database.queries);
    await sql`insert into kept values (1)`.execute(database.queries);
    const startedAt = performance.now();
    const endless = sql`select count(*) from generate_series(1, 1000000000)`.execute(database.queries);
    await expect(endless).rejects.toThrow('service_unavailable');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    let isBack = await database.ready();
    for (let tries = 0; !isBack && tries < 100; tries += 1) {
      await pause(100);
      isBack = await database.ready();
    }
    expect((await sql`select number from kept`.execute(database.queries)).rows).toEqual([{ number: 1 }]);
  });
});

describe('a data folder that cannot be written to', () => {
  it('is refused with a sentence', async () => {
    mkdirSync(folder);
    chmodSync(root, 0o755);
    chmodSync(folder, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534); // Root may write anywhere: be nobody for a moment.
    try {
      await expect(open()).rejects.toThrow(
        `the data folder ${folder} cannot be written to (EACCES): give this user write access, or choose another with --data-dir`,
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('is refused when it is a file', async () => {
    writeFileSync(folder, '');
    await expect(open()).rejects.toThrow(`the data folder ${folder} is not a folder`);
  });
});

describe('a data folder with a long path', () => {
  it('is served through a socket elsewhere', async () => {
    folder = join(root, 'long-'.repeat(20));
    useTemplate();
    const database = await open();
    expect(await database.ready()).toBe(true);
    expect(existsSync(join(folder, 'database.sock'))).toBe(false);
  });
});
