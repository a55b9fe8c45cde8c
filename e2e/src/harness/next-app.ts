import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, withoutOurs } from './bartleby-process.ts';
import { type RunningProcess, startProcess } from './child-process.ts';
import { freePort } from './free-ports.ts';

export interface NextApp extends RunningProcess {
  url: string;
  /** Hosts that the Node process looked up or connected to. */
  egress(): Set<string>;
}

/** What Next says once it listens; "already in use" is not it. */
export const NEXT_IS_READY = /\bready in \d/i;

/**
 * Runs `next dev`, or `next build` and `next start`, in an installed app folder; `built` starts what was built
 * there before, with the same public variables.
 */
export async function startNextApp(
  folder: string,
  variables: Record<string, string>,
  mode: 'dev' | 'production' | 'built' = 'dev',
): Promise<NextApp> {
  const port = String(await freePort());
  const egressLog = join(tmpdir(), `bartleby-egress-${port}-${process.pid}.log`);
  const env = {
    ...withoutOurs(process.env),
    ...variables,
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_OPTIONS: `--import=${join(repository, 'e2e/src/harness/egress.mjs')}`,
    EGRESS_LOG: egressLog,
  };
  const next = join(folder, 'node_modules/next/dist/bin/next');
  if (mode !== 'built') rmSync(join(folder, '.next'), { recursive: true, force: true });
  if (mode === 'production') {
    const build = startProcess(process.execPath, [next, 'build'], { cwd: folder, env });
    await build.waitFor(/Route \(|ƒ|○/, 240);
    await new Promise<void>((resolve, reject) =>
      build.child.exitCode === null
        ? build.child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(build.said()))))
        : resolve(),
    );
  }
  const running = startProcess(process.execPath, [next, mode === 'dev' ? 'dev' : 'start', '--port', port], {
    cwd: folder,
    env,
  });
  await running.waitFor(NEXT_IS_READY, 90).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  return {
    ...running,
    url: `http://localhost:${port}`,
    egress: () => hostsIn(egressLog),
    stop: async () => {
      await running.stop();
      rmSync(egressLog, { force: true });
    },
  };
}

function hostsIn(path: string): Set<string> {
  try {
    return new Set(readFileSync(path, 'utf8').split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}

/**
 * A copy of an installed app folder outside the repository: there the app's own lock file is the only one, and
 * Next takes the app for its root, not the whole repository.
 */
export function copyApp(from: string, name: string): string {
  const target = mkdtempSync(join(tmpdir(), `bartleby-${name}-`));
  cpSync(from, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/[\\/](\.next|node_modules)$/.test(path),
  });
  linkFiles(join(from, 'node_modules'), join(target, 'node_modules'));
  return target;
}

/** Copies a folder whose files nobody changes: by links where they can be had, as there are thousands. */
function linkFiles(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'pipe' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** `KEY=value` lines as a record. */
export function parseBlock(block: string): Record<string, string> {
  return Object.fromEntries(
    block.split('\n').flatMap((line) => {
      const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
      return match ? [[match[1]!, match[2]!]] : [];
    }),
  );
}
