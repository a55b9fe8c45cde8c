import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FreshnessResults } from './freshness/run-freshness-benchmark.ts';
import type { HostileResults } from './hostile/run-hostile-benchmark.ts';
import { EMBEDDED, POSTGRES } from './issuing/measure-issuing.ts';
import type { Results } from './results.ts';
import { BARE, peers } from './verification/verifiers.ts';

/** The command as a person runs it. */
function bench(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'run.mjs'), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })));
}

it('runs every peer and both databases', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-bench-test-'));
  try {
    const file = join(folder, 'results.json');
    const { code, output, errors } = await bench(['--quick', '--json', file]);
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
    const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
    expect(results.verification.map(({ name, inFlight }) => `${name} x${inFlight}`)).toEqual([
      `${BARE} x1`,
      '@bartleby/session-token/node x1',
      '@bartleby/backend verifyToken x1',
      'fast-jwt, cache off x1',
      'jose jwtVerify x1',
      'jose jwtVerify x8',
      '@clerk/backend verifyToken x1',
      '@clerk/backend verifyToken x8',
    ]);
    for (const row of results.verification) {
      expect(row.cpuMicroseconds.median, row.name).toBeGreaterThan(0);
      expect(output).toContain(row.name);
    }
    expect(results.issuing.map(({ database }) => database)).toEqual([EMBEDDED, POSTGRES]);
    for (const row of results.issuing) {
      expect(row.tokensPerSecond.median, row.database).toBeGreaterThan(0);
      expect(row.cpuRatioToSignature.median, row.database).toBeGreaterThan(0);
      expect(output).toContain(row.database);
    }
    expect(Object.keys(results.versions).sort()).toEqual(
      ['@clerk/backend', '@electric-sql/pglite', 'PostgreSQL', 'fast-jwt', 'jose'].sort(),
    );
    for (const version of Object.values(results.versions)) expect(version).toMatch(/^\d+\.\d+/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('measures how long changes take to browsers that listen, and to those that do not', {
  timeout: 180_000,
}, async () => {
  const { code, output, errors } = await bench(['--freshness', '--quick', '--json']);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  const { freshness } = JSON.parse(output) as FreshnessResults;
  expect(freshness.rows.map(({ changes }) => changes)).toEqual([3, 3, 3, 3]);
  for (const { name, milliseconds } of freshness.rows) {
    expect(milliseconds.max, name).toBeGreaterThanOrEqual(milliseconds.p50);
    expect(milliseconds.p50, name).toBeGreaterThan(0);
    expect(errors).toContain(name);
  }
});

it('measures how long hostile templates are checked', { timeout: 60_000 }, async () => {
  const { code, output, errors } = await bench(['--hostile', '--quick', '--json']);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  const { hostile } = JSON.parse(output) as HostileResults;
  expect(hostile.length).toBeGreaterThan(30);
  for (const { template, milliseconds } of hostile) {
    expect(milliseconds.median, template).toBeGreaterThan(0);
    expect(errors).toContain(template);
  }
  expect(hostile.find(({ template }) => template === '100,000 unclosed braces')?.refusal).toBe(
    'template_too_large',
  );
});

it('refuses an option it does not know, and says which there are', async () => {
  const { code, output, errors } = await bench(['--fast']);
  expect(code).toBe(1);
  expect(output).toBe('');
  expect(errors).toContain('--fast is no option of the benchmark');
  expect(errors).toContain('--quick');
});

it.each(peers)('fails and says so when %s cannot be run', async (peer) => {
  const hooks = `export const resolve = (name, context, next) => {
    if (name === '${peer}') throw new Error('not here');
    return next(name, context);
  };`;
  const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))});`;
  const { code, output, errors } = await bench(['--quick'], {
    NODE_OPTIONS: `--import=${dataUrl(register)}`,
  });
  expect(errors).toContain(peer);
  expect(errors).toContain('npm install');
  expect({ code, output }).toEqual({ code: 1, output: '' });
});
