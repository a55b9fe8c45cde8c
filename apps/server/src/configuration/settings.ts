/** What the environment says, before the port is bound. */
export interface Settings {
  /** `dev` forgives and helps; `start` refuses what is unsafe. */
  mode: 'dev' | 'start';
  host: string;
  port: number;
  /** Null: derived from the port. */
  publicUrl: string | null;
  /** Second socket for Dashboard, Platform and Backend API, or null: everything on one. */
  adminListen: { host: string; port: number } | null;
  /** Addresses and networks of reverse proxies whose forwarded headers are believed. */
  trustedProxies: readonly string[];
  /** Absolute path of the data folder. */
  dataDirectory: string;
  /** PostgreSQL to use, or null for the embedded database in the data folder. */
  databaseUrl: string | null;
  databaseConnections: number;
  /** 32 bytes, or null in `dev` (a key is then kept in the data folder). */
  encryptionKey: Uint8Array | null;
  /** The first instance's secret key and the first platform key, when the operator fixes them. */
  firstSecretKey: string | null;
  firstPlatformKey: string | null;
  smtpUrl: string | null;
  mailFrom: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  logFormat: 'json' | 'pretty';
  /** Print the ready facts as one JSON line on stdout. */
  readyJson: boolean;
  /** What `start` was told to tolerate. */
  allow: {
    insecurePublicUrl: boolean;
    embeddedDatabase: boolean;
    developmentInstance: boolean;
    wildcardOrigins: boolean;
  };
}

/** Everything that is wrong with the environment, one sentence each. */
export class ConfigurationProblems extends Error {
  override readonly name = 'ConfigurationProblems';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration needs attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
