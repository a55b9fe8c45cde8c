import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningProcess, repository, startProcess, withoutOurs } from '@bartleby/e2e/harness';
import { ensureInstalled } from '../stage.ts';

/** How a stock app below `compatibility/apps` is built and started; its settings are its `.env` alone. */
export interface StockApp {
  /** Its folder, and the SDK: `@clerk/<name>`. */
  readonly name: string;
  /** Arguments of Node, below `node_modules`; none for an app that needs no bundler. */
  readonly build?: readonly string[];
  /** The same for its server. */
  readonly start: (port: number) => readonly string[];
  /** Path of its own page with `<SignIn/>`; an API has none. */
  readonly signIn?: string;
  /** Variables that it is built and started with beside its `.env`, none of them about the SDK. */
  readonly surroundings?: Record<string, string>;
}

export interface PreparedApp extends StockApp {
  readonly url: string;
  readonly port: number;
  /** A copy of the app with the recorded diff applied, built. */
  readonly folder: string;
}

export interface RunningApp extends PreparedApp, RunningProcess {
  /** Hosts that its build and its server looked up or connected to. */
  egress(): string[];
}

const EGRESS = join(repository, 'e2e/src/harness/egress.mjs');
const egressLog = (folder: string) => join(folder, 'egress.log');

const environment = (folder: string, extra: Record<string, string> = {}) => ({
  ...withoutOurs(process.env),
  NODE_ENV: 'production',
  ...extra,
  NODE_OPTIONS: `--import=${EGRESS}`,
  EGRESS_LOG: egressLog(folder),
});

/**
 * Copies the app beside its `node_modules`, applies the recorded diff, writes the printed block as its
 * `.env`, and builds it. The copy goes away with `discard`.
 */
export async function prepareApp(app: StockApp, block: string, port: number): Promise<PreparedApp> {
  await ensureInstalled(join('compatibility/apps', app.name));
  const folder = copyStockApp(app.name);
  writeFileSync(join(folder, '.env'), block);
  writeFileSync(egressLog(folder), '');
  await build(app, folder);
  return { ...app, folder, port, url: `http://localhost:${port}` };
}

/** A copy of an app beside its `node_modules`, with the recorded diff applied. */
export function copyStockApp(name: string): string {
  const source = join(repository, 'compatibility/apps', name);
  const folder = join(source, 'running');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const path of trackedFiles(source)) cpSync(join(source, path), join(folder, path));
  applyDiff(folder);
  return folder;
}

/** What git knows or would add: neither dependencies nor what a build has left. */
const trackedFiles = (folder: string) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path && existsSync(join(folder, path)));

/** The code that a Clerk app needs to speak to this server, as the guide quotes it; many need none. */
function applyDiff(folder: string): void {
  if (!existsSync(join(folder, 'bartleby.diff'))) return;
  execFileSync('git', ['apply', 'bartleby.diff'], { cwd: folder, stdio: 'pipe' });
}

async function build(app: StockApp, folder: string): Promise<void> {
  if (!app.build) return;
  const [tool = '', ...args] = app.build;
  const running = startProcess(process.execPath, [join(folder, '../node_modules', tool), ...args], {
    cwd: folder,
    env: environment(folder, app.surroundings),
  });
  const deadline = setTimeout(() => void running.stop(), 300_000);
  await new Promise((resolve) => running.child.once('close', resolve));
  clearTimeout(deadline);
  if (running.child.exitCode !== 0) throw new Error(running.said().slice(-6_000));
}

/** Starts a prepared app; resolves once it answers. */
export async function startApp(app: PreparedApp): Promise<RunningApp> {
  const [tool = '', ...args] = app.start(app.port);
  const script = tool.endsWith('.mjs') ? tool : join(app.folder, '../node_modules', tool);
  const running = startProcess(process.execPath, ['--env-file=.env', script, ...args], {
    cwd: app.folder,
    env: environment(app.folder, { ...app.surroundings, HOST: 'localhost', PORT: String(app.port) }),
  });
  try {
    await answers(app.url, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
  const egress = () => readFileSync(egressLog(app.folder), 'utf8').split('\n').filter(Boolean);
  return { ...running, ...app, egress };
}

/** Any answer will do, a redirect into the handshake included. */
async function answers(url: string, running: RunningProcess): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer) return;
    if (running.child.exitCode !== null || tries > 600)
      throw new Error(`no answer from ${url}\n${running.said().slice(-6_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const discard = ({ folder }: PreparedApp) => rmSync(folder, { recursive: true, force: true });
