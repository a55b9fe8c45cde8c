import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  type Bartleby,
  copyApp,
  type NextApp,
  parseBlock,
  repository,
  startBartleby,
  startNextApp,
} from '@bartleby/e2e/harness';
import { portOfBuiltApps, startBuiltApp } from './built-apps.ts';
import { oneAtATime } from './one-at-a-time.ts';

const execute = promisify(execFile);
const STOCK_APP = 'compatibility/apps/nextjs';
const OLDER_GUIDE = join(repository, 'e2e/fixtures/older-guide');

/** Installs an app folder from its own lock file, once per lock file: the apps are no workspaces. */
export async function ensureInstalled(folder: string): Promise<void> {
  const module = pathToFileURL(join(repository, 'tooling/run/install.mjs')).href;
  const tooling = (await import(module)) as { ensureInstalled(folder: string): Promise<boolean> };
  await oneAtATime('install', () => tooling.ensureInstalled(folder));
}

/** Two claims, as the guide has them. */
export const GUIDE_TEMPLATE =
  '{ "fullName": "{{user.full_name}}", "primaryEmail": "{{user.primary_email_address}}" }';

/** `npx bartleby …` as a user types it; resolves to what it prints. */
async function bartlebyCommand(...args: string[]): Promise<string> {
  const tool = join(repository, 'apps/cli/bin/bartleby.mjs');
  return (await execute(process.execPath, [tool, ...args], { cwd: repository })).stdout;
}

/** Puts the published browser bundles into a data folder: pulled once per clone into the repository's cache. */
export async function copyClerkAssets(dataDir: string): Promise<void> {
  const cached = join(repository, '.cache/clerk-assets');
  await oneAtATime('clerk-assets', () => bartlebyCommand('clerk-assets', 'pull', '--data-dir', cached));
  cpSync(join(cached, 'clerk-assets'), join(dataDir, 'clerk-assets'), { recursive: true });
}

/** A server with the published browser bundles and the guide's template. */
export async function startServerForApps(): Promise<Bartleby> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bartleby-compatibility-'));
  await copyClerkAssets(dataDir);
  const bartleby = await startBartleby({}, dataDir, await portOfBuiltApps());
  await bartleby.saveTemplate(GUIDE_TEMPLATE);
  const stop = async () => {
    await bartleby.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...bartleby, stop };
}

/** The variables of the block that the command line prints for a framework. */
export async function printedBlock(
  { dataDir }: Bartleby,
  framework: string,
  ...flags: string[]
): Promise<Record<string, string>> {
  const printed = await bartlebyCommand('env', '--for', framework, '--json', '--data-dir', dataDir, ...flags);
  return parseBlock((JSON.parse(printed) as { block: string }).block);
}

/**
 * Runs a copy of the stock app with nothing set but the printed block. Laid over it: the older form of the
 * guide and `files`.
 */
export async function startStockApp(
  bartleby: Bartleby,
  framework: 'nextjs-clerk' | 'nextjs-clerk-proxy',
  mode: 'dev' | 'production',
  files: Record<string, string> = {},
): Promise<NextApp> {
  await ensureInstalled(STOCK_APP);
  const block = await printedBlock(bartleby, framework);
  const copy = () => copyStockApp(`${framework}-${mode}`, files);
  if (mode === 'production') return startBuiltApp(block, files, copy);
  const folder = copy();
  const clearAway = () => rmSync(folder, { recursive: true, force: true });
  const app = await startNextApp(folder, block, mode).catch((error: unknown) => {
    clearAway();
    throw error;
  });
  const stop = async () => {
    await app.stop();
    clearAway();
  };
  return { ...app, stop };
}

function copyStockApp(name: string, files: Record<string, string>): string {
  const folder = copyApp(join(repository, STOCK_APP), name);
  const laidOver = {
    'app/api/older/route.ts': published(join(OLDER_GUIDE, 'route.ts')),
    'pages/api/older-pages.js': published(join(OLDER_GUIDE, 'pages-handler.js')),
    ...files,
  };
  for (const [path, text] of Object.entries(laidOver)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (existsSync(join(folder, '.env.local')))
    throw new Error('the stock app must have no settings of its own');
  return folder;
}

/** The fixtures are written for our SDK; the published one has the same names. */
const published = (path: string) =>
  readFileSync(path, 'utf8').replace('@bartleby/nextjs/server', '@clerk/nextjs/server');
