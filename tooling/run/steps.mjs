// Shared by start, test and build: run a command, show what is going on, remember what is already done.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
export const cache = join(root, '.cache');

/** Runs a command to its end. Resolves to `{ code, output }`; rejects when it cannot be started. */
export function run(
  command,
  args,
  { cwd = root, env = process.env, quiet = true, timeoutSeconds = 1_200 } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const deadline = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(deadline);
      resolve({ code: code ?? 1, output: signal ? `${output}\n(ended by ${signal})` : output });
    });
  });
}

/** Runs a named step with one line of progress; throws with the command's own words when it fails. */
export async function step(title, work) {
  const startedAt = performance.now();
  process.stderr.write(`  ${title} … `);
  try {
    const said = await work();
    process.stderr.write(`${said ?? 'done'} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)\n`);
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
}

/** Like `run`, but a non-zero exit is an error that carries the end of the output. */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${code}\n${output.slice(-4_000)}`);
  return output;
}

const LEFT_OUT = new Set(['node_modules', 'dist', '.next', '.git', '.bartleby', '.cache']);

/** SHA-256 over the names and bytes of every file below `paths` (folders or files, relative to the root). */
export function hashOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!LEFT_OUT.has(name)) visit(join(path, name));
      return;
    }
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

const stampPath = (name) => join(cache, 'stamps', name.replaceAll('/', '-'));

/** Whether step `name` was last done for exactly this hash and what it makes still exists. */
export function isDone(name, hash, outputs = []) {
  const path = stampPath(name);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== hash) return false;
  return outputs.every((output) => existsSync(join(root, output)));
}

export function markDone(name, hash) {
  mkdirSync(join(cache, 'stamps'), { recursive: true });
  writeFileSync(stampPath(name), hash);
}
