import {
  parseAddress,
  parseChoice,
  parseCount,
  parseEncryptionKey,
  parseOrigin,
  parseUrl,
} from './parse-variable.ts';
import { startProblems } from './start-problems.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

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

/** What the environment cannot tell. */
export interface Surroundings {
  isTerminal: boolean;
  absolute: (path: string) => string;
}

/** Reads every variable. Throws `ConfigurationProblems`. */
export function readVariables(environment: Environment, { isTerminal, absolute }: Surroundings): Settings {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | { problem: string }): T => {
    const text = environment[name]?.trim();
    if (!text) return fallback;
    const value = parse(text);
    if (typeof value !== 'object' || value === null || !('problem' in value)) return value as T;
    problems.push(`${name} ${value.problem}`);
    return fallback;
  };
  const text = (name: string) => read<string | null>(name, null, (value) => value);
  const flag = (name: string) => read(name, false, parseFlag);
  const publicUrl = read<string | null>('BARTLEBY_PUBLIC_URL', null, parseOrigin);
  const settings: Settings = {
    mode: read<Settings['mode']>('BARTLEBY_MODE', 'dev', parseChoice('dev', 'start')),
    host: text('BARTLEBY_HOST') ?? '127.0.0.1',
    port: read('PORT', 1853, parseCount(0, 65_535)),
    publicUrl,
    adminListen: read<Settings['adminListen']>('BARTLEBY_ADMIN_LISTEN', null, parseAddress),
    dataDirectory: absolute(text('BARTLEBY_DATA_DIR') ?? '.bartleby'),
    databaseUrl: read<string | null>('DATABASE_URL', null, parseUrl('postgres:', 'postgresql:')),
    databaseConnections: read('BARTLEBY_DATABASE_CONNECTIONS', 10, parseCount(1, 1_000)),
    encryptionKey: read<Uint8Array | null>('BARTLEBY_ENCRYPTION_KEY', null, parseEncryptionKey),
    firstSecretKey: read<string | null>(
      'BARTLEBY_SECRET_KEY',
      null,
      parseKey(/^sk_(test|live)_\w{16,}$/, 'sk_test_'),
    ),
    firstPlatformKey: read<string | null>('BARTLEBY_PLATFORM_KEY', null, parseKey(/^ak_\w{16,}$/, 'ak_')),
    smtpUrl: read<string | null>('BARTLEBY_SMTP_URL', null, parseUrl('smtp:', 'smtps:')),
    mailFrom:
      text('BARTLEBY_MAIL_FROM') ??
      `Bartleby <no-reply@${publicUrl ? new URL(publicUrl).hostname : 'localhost'}>`,
    logLevel: read<Settings['logLevel']>(
      'BARTLEBY_LOG_LEVEL',
      'info',
      parseChoice('debug', 'info', 'warn', 'error', 'silent'),
    ),
    logFormat: read<Settings['logFormat']>(
      'BARTLEBY_LOG_FORMAT',
      isTerminal ? 'pretty' : 'json',
      parseChoice('json', 'pretty'),
    ),
    readyJson: flag('BARTLEBY_READY_JSON'),
    allow: {
      insecurePublicUrl: flag('BARTLEBY_ALLOW_INSECURE_PUBLIC_URL'),
      embeddedDatabase: flag('BARTLEBY_ALLOW_EMBEDDED_DATABASE'),
      developmentInstance: flag('BARTLEBY_ALLOW_DEVELOPMENT_INSTANCE'),
      wildcardOrigins: flag('BARTLEBY_ALLOW_WILDCARD_ORIGINS'),
    },
  };
  if (settings.mode === 'start') problems.push(...startProblems(settings, problems));
  if (problems.length) throw new ConfigurationProblems(problems);
  return settings;
}

function parseFlag(text: string): boolean | { problem: string } {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  return { problem: 'must be 1 or 0' };
}

function parseKey(pattern: RegExp, prefix: string) {
  return (text: string) =>
    pattern.test(text)
      ? text
      : { problem: `must be "${prefix}" and at least 16 letters and digits (leave it out to have one made)` };
}
