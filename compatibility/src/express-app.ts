import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunningProcess, repository, startProcess, withoutOurs } from '@bartleby/e2e/harness';
import { oneAtATime } from './one-at-a-time.ts';
import { copyStockApp } from './server-sdks/stock-app.ts';
import { ensureInstalled } from './stage.ts';

export interface ExpressApp extends RunningProcess {
  url: string;
  /** Hosts that the Node process looked up or connected to. */
  egress(): string[];
}

const SPA = 'compatibility/apps/react';

/** Bundles the stock browser app on `@clerk/react`, with the recorded diff applied; resolves to the file. */
export async function bundleBrowserApp(): Promise<string> {
  await ensureInstalled(SPA);
  const bundle = join(repository, SPA, 'dist/main.js');
  await oneAtATime('browser-app', async () => {
    const folder = copyStockApp('react');
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'pipe' });
    mkdirSync(dirname(bundle), { recursive: true });
    renameSync(join(folder, 'dist/main.js'), bundle);
    rmSync(folder, { recursive: true });
  });
  return bundle;
}

/** Runs the stock app on `@clerk/express` on a free port, with nothing set but the given block. */
export async function startExpressApp(block: Record<string, string>, bundle: string): Promise<ExpressApp> {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-express-'));
  const egressLog = join(folder, 'egress.log');
  const running = startProcess(
    process.execPath,
    [`--import=${join(repository, 'e2e/src/harness/egress.mjs')}`, 'compatibility/apps/express/server.mjs'],
    {
      cwd: repository,
      env: { ...withoutOurs(process.env), ...block, PORT: '0', APP_BUNDLE: bundle, EGRESS_LOG: egressLog },
    },
  );
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [, port] = await running.waitFor(/Listening on port (\d+)/);
    const egress = () => readFileSync(egressLog, 'utf8').split('\n').filter(Boolean);
    return { ...running, stop, egress, url: `http://localhost:${port}` };
  } catch (error) {
    await stop();
    throw error;
  }
}
