import {
  parseAddress,
  parseAddressRanges,
  parseChoice,
  parseCount,
  parseEncryptionKey,
  parseOrigin,
  parseUrl,
} from './parse-variable.ts';
import { ConfigurationProblems, type Settings } from './settings.ts';
import { startProblems } from './start-problems.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

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
    trustedProxies: read<readonly string[]>('BARTLEBY_TRUSTED_PROXIES', [], parseAddressRanges),
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
