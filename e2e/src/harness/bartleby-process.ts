import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyMigratedDatabase } from '@bartleby/server/testing/migrated-database';
import { type RunningProcess, startProcess } from './child-process.ts';
import { freePort } from './free-ports.ts';

export const repository = join(import.meta.dirname, '..', '..', '..');

export interface Bartleby extends RunningProcess {
  url: string;
  publishableKey: string;
  secretKey: string;
  platformKey: string;
  dashboardUrl: string;
  dataDir: string;
  /** GET, or another method with a body, on the Platform API with the platform key. */
  platform<T>(path: string, method?: string, body?: unknown): Promise<T>;
  /** The same on the Backend API with the secret key. */
  backend<T>(path: string, method?: string, body?: unknown): Promise<T>;
  /** Path of the first application's development instance on the Platform API. */
  instancePath(): Promise<string>;
  /** Saves the session token's template. */
  saveTemplate(source: string): Promise<void>;
}

/** Starts `bartleby dev --json` as a user would, with a data folder of its own that goes away with it. */
export async function startBartleby(
  environment: Record<string, string> = {},
  keptDataDir?: string,
  wantedPort?: string,
): Promise<Bartleby> {
  const dataDir = keptDataDir ?? mkdtempSync(join(tmpdir(), 'bartleby-e2e-'));
  await copyMigratedDatabase(dataDir);
  const port = wantedPort ?? String(await freePort());
  const running = startProcess(
    process.execPath,
    [join(repository, 'apps/cli/bin/bartleby.mjs'), 'dev', '--json', '--port', port, '--data-dir', dataDir],
    { cwd: repository, env: { ...withoutOurs(process.env), ...environment } },
  );
  const [line] = await running.waitFor(/^\{"url".*\}$/m, 90).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  const facts = JSON.parse(line) as Pick<
    Bartleby,
    'url' | 'publishableKey' | 'secretKey' | 'platformKey' | 'dashboardUrl'
  >;
  const call =
    (prefix: string, key: string) =>
    async <T>(path: string, method = 'GET', body?: unknown) =>
      answerOf<T>(
        await fetch(`${facts.url}${prefix}${path}`, {
          method,
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
  const platform = call('/v1/platform', facts.platformKey);
  const instancePath = async () => {
    const [application] =
      await platform<{ application_id: string; instances: { instance_id: string }[] }[]>('/applications');
    return `/applications/${application!.application_id}/instances/${application!.instances[0]!.instance_id}`;
  };
  return {
    ...running,
    ...facts,
    dataDir,
    platform,
    backend: call('/v1', facts.secretKey),
    instancePath,
    saveTemplate: async (source) => {
      await platform(`${await instancePath()}/config`, 'PATCH', { session: { claims_source: source } });
    },
    stop: async () => {
      await running.stop();
      if (keptDataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} from ${response.url}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The environment without variables that would steer the server or an SDK under test. */
export function withoutOurs(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(NEXT_PUBLIC_)?(BARTLEBY|CLERK)_|^DATABASE_URL$|^PORT$|^NODE_ENV$|^VITEST/.test(name),
    ),
  );
}
