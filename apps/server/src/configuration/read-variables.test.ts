import { describe, expect, it } from 'vitest';
import { type Environment, readVariables } from './read-variables.ts';
import { ConfigurationProblems } from './settings.ts';
import { instanceProblems, startWarnings } from './start-problems.ts';
import { variables } from './variables.ts';

const surroundings = { isTerminal: false, absolute: (path: string) => `/here/${path}` };
const read = (environment: Environment) => readVariables(environment, surroundings);
const problemsOf = (environment: Environment): readonly string[] => {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationProblems) return error.problems;
    throw error;
  }
};

const production = {
  BARTLEBY_MODE: 'start',
  BARTLEBY_PUBLIC_URL: 'https://auth.example.com',
  BARTLEBY_ENCRYPTION_KEY: 'ab'.repeat(32),
  BARTLEBY_SMTP_URL: 'smtps://user:secret@mail.example.com',
  DATABASE_URL: 'postgres://user:secret@db/bartleby',
};

describe('dev', () => {
  it('needs nothing', () => {
    expect(read({})).toMatchObject({
      mode: 'dev',
      host: '127.0.0.1',
      port: 1853,
      publicUrl: null,
      dataDirectory: '/here/.bartleby',
      databaseUrl: null,
      encryptionKey: null,
      logFormat: 'json',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(read({ PORT: '', BARTLEBY_HOST: ' ' })).toMatchObject({ port: 1853, host: '127.0.0.1' });
  });

  it('names every unreadable variable at once, without repeating a secret', () => {
    const problems = problemsOf({
      PORT: '99999',
      BARTLEBY_PUBLIC_URL: 'https://auth.example.com/path',
      BARTLEBY_ENCRYPTION_KEY: 'c2hvcnQ=',
      DATABASE_URL: 'mysql://user:hunter2@db',
      BARTLEBY_ADMIN_LISTEN: 'here:there',
      BARTLEBY_LOG_LEVEL: 'loud',
      BARTLEBY_SECRET_KEY: 'sk_test_short',
      BARTLEBY_READY_JSON: 'maybe',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'BARTLEBY_ADMIN_LISTEN',
      'BARTLEBY_ENCRYPTION_KEY',
      'BARTLEBY_LOG_LEVEL',
      'BARTLEBY_PUBLIC_URL',
      'BARTLEBY_READY_JSON',
      'BARTLEBY_SECRET_KEY',
      'DATABASE_URL',
      'PORT',
    ]);
    expect(problems.join()).not.toMatch(/hunter2|sk_test_short/);
  });

  it.each([
    ['hex', '07'.repeat(32)],
    ['base64', Buffer.alloc(32, 7).toString('base64')],
    ['base64url', Buffer.alloc(32, 7).toString('base64url')],
  ])('reads an encryption key in %s', (_, text) => {
    expect(read({ BARTLEBY_ENCRYPTION_KEY: text }).encryptionKey).toEqual(new Uint8Array(32).fill(7));
  });

  it.each([
    ['9000', { host: '127.0.0.1', port: 9000 }],
    ['0.0.0.0:9000', { host: '0.0.0.0', port: 9000 }],
    ['[::1]:9000', { host: '::1', port: 9000 }],
  ])('reads the admin address %s', (text, expected) => {
    expect(read({ BARTLEBY_ADMIN_LISTEN: text }).adminListen).toEqual(expected);
  });
});

describe('BARTLEBY_TRUSTED_PROXIES', () => {
  it('is a list of addresses and networks, empty unless set', () => {
    expect(read({}).trustedProxies).toEqual([]);
    expect(read({ BARTLEBY_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1,fd00::/8' }).trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      '::1',
      'fd00::/8',
    ]);
  });

  it.each(['true', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '127.0.0.1,', 'loopback', '1'])(
    'refuses %s',
    (text) => {
      expect(problemsOf({ BARTLEBY_TRUSTED_PROXIES: text })).toEqual([
        expect.stringMatching(/^BARTLEBY_TRUSTED_PROXIES must be IP addresses or networks/),
      ]);
    },
  );
});

describe('startWarnings', () => {
  it('says once that the proxy for https is not named, to servers that must have one', () => {
    expect(startWarnings(read(production))).toEqual([expect.stringContaining('BARTLEBY_TRUSTED_PROXIES=')]);
    expect(startWarnings(read({ ...production, BARTLEBY_TRUSTED_PROXIES: '10.0.0.1' }))).toEqual([]);
    expect(startWarnings(read({}))).toEqual([]);
  });
});

describe('start', () => {
  it('runs on a whole configuration', () => {
    expect(read(production)).toMatchObject({
      mode: 'start',
      publicUrl: 'https://auth.example.com',
      mailFrom: 'Bartleby <no-reply@auth.example.com>',
    });
  });

  it('lists everything that is missing, each with the line to add', () => {
    const problems = problemsOf({ BARTLEBY_MODE: 'start' });
    const added = problems.map((problem) => /Add: ([A-Z_]+)=/.exec(problem)?.[1]);
    expect(added).toEqual([
      'BARTLEBY_ENCRYPTION_KEY',
      'BARTLEBY_PUBLIC_URL',
      'BARTLEBY_SMTP_URL',
      'DATABASE_URL',
    ]);
  });

  it('refuses a public URL without https unless told', () => {
    const insecure = { ...production, BARTLEBY_PUBLIC_URL: 'http://auth.example.com' };
    expect(problemsOf(insecure)).toHaveLength(1);
    expect(problemsOf({ ...insecure, BARTLEBY_ALLOW_INSECURE_PUBLIC_URL: '1' })).toEqual([]);
  });

  it('refuses the embedded database unless told', () => {
    const embedded = { ...production, DATABASE_URL: undefined };
    expect(problemsOf(embedded)).toHaveLength(1);
    expect(problemsOf({ ...embedded, BARTLEBY_ALLOW_EMBEDDED_DATABASE: '1' })).toEqual([]);
  });

  it('reports an unreadable variable once, not as missing too', () => {
    expect(problemsOf({ ...production, BARTLEBY_ENCRYPTION_KEY: 'short' })).toHaveLength(1);
  });
});

describe('instances under start', () => {
  const allow = read(production).allow;
  const instance = (environmentType: string, allowedOrigins: string[]) => ({
    slug: 'app',
    kind: 'application',
    environmentType,
    settings: { allowedOrigins },
  });
  const found = (publicUrl: string, made: ReturnType<typeof instance>) =>
    instanceProblems({ publicUrl, allow }, [made]);

  it('refuses a development instance on a public URL', () => {
    expect(found('https://auth.example.com', instance('development', []))).toHaveLength(1);
    expect(found('http://localhost:1853', instance('development', []))).toEqual([]);
  });

  it('refuses wildcard origins', () => {
    expect(found('https://auth.example.com', instance('production', ['https://*.example.com']))).toHaveLength(
      1,
    );
    expect(found('https://auth.example.com', instance('production', ['https://app.example.com']))).toEqual(
      [],
    );
  });
});

describe('the table of variables', () => {
  it('lists each variable that is read', () => {
    const asked = new Set<string>();
    const environment = new Proxy({} as Environment, {
      get(_, name) {
        asked.add(String(name));
        return undefined;
      },
    });
    read(environment);
    expect([...asked].sort()).toEqual(variables.map(({ name }) => name).sort());
  });
});
