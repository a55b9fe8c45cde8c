import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutOurs } from './bartleby-process.ts';
import { type RunningProcess, startProcess } from './child-process.ts';
import { installedExample } from './example-app.ts';
import { freePort } from './free-ports.ts';

export interface ExpressApp extends RunningProcess {
  url: string;
}

/** Runs examples/express from a copy outside the repository, with nothing set but `variables`. */
export async function startExpressExample(variables: Record<string, string>): Promise<ExpressApp> {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-express-'));
  cpSync(await installedExample('express'), folder, { recursive: true, verbatimSymlinks: true });
  const port = String(await freePort());
  const running = startProcess(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'src/server.ts'], {
    cwd: folder,
    env: { ...withoutOurs(process.env), ...variables, PORT: port },
  });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await running.waitFor(/Listening/, 90).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...running, stop, url: `http://localhost:${port}` };
}
