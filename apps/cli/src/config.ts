import { resolve } from 'node:path';

/** What the environment tells the command line tool; flags win over it. */
export interface CliConfig {
  /** Folder of the embedded database, the development keys and the Clerk bundles. */
  dataDir: string;
  /** Where a running server is reached. */
  serverUrl: string;
  /** Platform key of the running server, when given by the environment. */
  platformKey: string | null;
}

/** Reads `BARTLEBY_DATA_DIR`, `BARTLEBY_URL`/`BARTLEBY_PUBLIC_URL` and `BARTLEBY_PLATFORM_KEY`. */
export function readCliConfig(flags: { dataDir?: string; url?: string } = {}): CliConfig {
  const environment = process.env;
  return {
    dataDir: resolve(flags.dataDir ?? environment.BARTLEBY_DATA_DIR ?? '.bartleby'),
    serverUrl: withoutSlash(
      flags.url ??
        environment.BARTLEBY_URL ??
        environment.BARTLEBY_PUBLIC_URL ??
        `http://localhost:${environment.PORT ?? '1853'}`,
    ),
    platformKey: environment.BARTLEBY_PLATFORM_KEY ?? null,
  };
}

/** The environment a server started by this command gets: ours, with the flags laid over it. */
export function serverEnvironment(settings: Record<string, string | undefined>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...settings }))
    if (value !== undefined) environment[name] = value;
  return environment;
}

/** The secret key of a Clerk instance that users come from. */
export function readClerkKey(): string | undefined {
  return process.env.CLERK_SECRET_KEY;
}

const withoutSlash = (url: string) => (url.endsWith('/') ? url.slice(0, -1) : url);
