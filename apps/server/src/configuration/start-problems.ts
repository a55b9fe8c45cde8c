import type { Settings } from './settings.ts';

/**
 * What `start` refuses: each sentence ends with the line to add.
 * @param found problems found so far: a variable that could not be read is not also missing
 */
export function startProblems(settings: Settings, found: readonly string[]): string[] {
  const missing = (name: string) => !found.some((problem) => problem.startsWith(`${name} `));
  const problems: string[] = [];
  if (!settings.encryptionKey && missing('BARTLEBY_ENCRYPTION_KEY'))
    problems.push(
      'private keys need an encryption key that you keep. Add: BARTLEBY_ENCRYPTION_KEY=<what `openssl rand -base64 32` prints>',
    );
  if (!settings.publicUrl && missing('BARTLEBY_PUBLIC_URL'))
    problems.push(
      'the address under which browsers reach this server is missing. Add: BARTLEBY_PUBLIC_URL=https://auth.example.com',
    );
  if (settings.publicUrl?.startsWith('http:') && !settings.allow.insecurePublicUrl)
    problems.push(
      `${settings.publicUrl} is not https: browsers would send session cookies in clear. Add: ` +
        `BARTLEBY_PUBLIC_URL=${settings.publicUrl.replace('http:', 'https:')} (or, behind nothing but a test, BARTLEBY_ALLOW_INSECURE_PUBLIC_URL=1)`,
    );
  if (!settings.smtpUrl && missing('BARTLEBY_SMTP_URL'))
    problems.push(
      'codes and links are sent by mail, and no mail server is set. Add: BARTLEBY_SMTP_URL=smtps://user:password@mail.example.com',
    );
  if (!settings.databaseUrl && !settings.allow.embeddedDatabase && missing('DATABASE_URL'))
    problems.push(
      'the embedded database survives a crash of the process, not a power cut, and serves one process. Add: ' +
        'DATABASE_URL=postgres://user:password@host/bartleby (or BARTLEBY_ALLOW_EMBEDDED_DATABASE=1)',
    );
  return problems;
}

/**
 * What `start` runs with, but says: behind a proxy for https that we were not told of every request has the
 * proxy's address, and limits per address count everybody as one, or nobody (loopback).
 */
export function startWarnings(settings: Pick<Settings, 'mode' | 'publicUrl' | 'trustedProxies'>): string[] {
  const isBehindProxy = settings.mode === 'start' && settings.publicUrl?.startsWith('https:');
  if (!isBehindProxy || settings.trustedProxies.length > 0) return [];
  return [
    'the proxy in front of this server is not named: limits per network address cannot tell clients apart. ' +
      'Add its address, e.g.: BARTLEBY_TRUSTED_PROXIES=127.0.0.1',
  ];
}

/** What can only be seen in the database: instances that are not fit for the public. */
export function instanceProblems(
  settings: Pick<Settings, 'publicUrl' | 'allow'>,
  instances: readonly {
    slug: string;
    kind: string;
    environmentType: string;
    settings: { allowedOrigins: readonly string[] };
  }[],
): string[] {
  const problems: string[] = [];
  const served = instances.filter(({ kind }) => kind === 'application');
  for (const { slug, environmentType, settings: own } of served) {
    if (
      environmentType === 'development' &&
      isPublic(settings.publicUrl) &&
      !settings.allow.developmentInstance
    )
      problems.push(
        `instance "${slug}" is a development instance (test codes, any localhost origin) on the public URL ${settings.publicUrl}. ` +
          'Use an empty database for production, or add: BARTLEBY_ALLOW_DEVELOPMENT_INSTANCE=1',
      );
    const wildcards = own.allowedOrigins.filter((origin) => origin.includes('*'));
    if (wildcards.length && !settings.allow.wildcardOrigins)
      problems.push(
        `instance "${slug}" allows the origins ${wildcards.join(', ')}: name them one by one, or add: BARTLEBY_ALLOW_WILDCARD_ORIGINS=1`,
      );
  }
  return problems;
}

function isPublic(publicUrl: string | null): boolean {
  if (!publicUrl) return false;
  return !/^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(publicUrl).hostname);
}
