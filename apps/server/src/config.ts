/** How the server was told to run: read once from the environment, then passed in. */
export interface Config {
  /** `dev` forgives and helps; `start` refuses what is unsafe. */
  mode: 'dev' | 'start';
  host: string;
  port: number;
  /** Origin under which browsers reach the server, without a slash at the end, e.g. `http://localhost:1853`. */
  publicUrl: string;
  /** Absolute path of the data folder. */
  dataDirectory: string;
  /** PostgreSQL to use, or null for the embedded database in the data folder. */
  databaseUrl: string | null;
  /** 32 bytes, or null in `dev` (a key is then kept in the data folder). */
  encryptionKey: Uint8Array | null;
  /** Second socket for Dashboard, Platform and Backend API, or null: everything on one. */
  adminListen: { host: string; port: number } | null;
  /** The first instance's secret key and the first platform key, when the operator fixes them. */
  firstSecretKey: string | null;
  firstPlatformKey: string | null;
  smtpUrl: string | null;
  mailFrom: string;
  /** Print the ready facts as one JSON line on stdout. */
  readyJson: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  logFormat: 'json' | 'pretty';
}

/** Which database the tests run on: `BARTLEBY_TEST_DATABASE`, `postgres` unless told. */
export function testDatabaseKind(): 'postgres' | 'embedded' {
  const kind = process.env.BARTLEBY_TEST_DATABASE ?? 'postgres';
  if (kind !== 'postgres' && kind !== 'embedded')
    throw new Error('BARTLEBY_TEST_DATABASE must be "postgres" or "embedded"');
  return kind;
}
