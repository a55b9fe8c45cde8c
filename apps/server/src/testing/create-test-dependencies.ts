import type { Config } from '../config.ts';
import type { Dependencies } from '../dependencies.ts';
import { createEncryption } from '../runtime/encryption.ts';
import { createLog } from '../runtime/log.ts';
import type { MailMessage } from '../runtime/mailer.ts';
import { createPasswordHasher } from '../runtime/password-hasher.ts';
import { createRandom } from '../runtime/random.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { openTestDatabase } from './test-database.ts';

export interface TestDependencies extends Dependencies {
  clock: FakeClock;
  /** Every message "sent", in order. */
  sentMail: MailMessage[];
  /** Every log line, as JSON. */
  logLines: string[];
}

/** The configuration of a development server on port 1853. */
export const testConfig: Config = {
  mode: 'dev',
  host: '127.0.0.1',
  port: 1853,
  publicUrl: 'http://localhost:1853',
  dataDirectory: '/nowhere',
  databaseUrl: null,
  databaseConnections: 5,
  encryptionKey: new Uint8Array(32).fill(7),
  adminListen: null,
  trustedProxies: [],
  firstSecretKey: null,
  firstPlatformKey: null,
  smtpUrl: null,
  mailFrom: 'Bartleby <no-reply@localhost>',
  readyJson: false,
  logLevel: 'debug',
  logFormat: 'json',
  allow: {
    insecurePublicUrl: false,
    embeddedDatabase: false,
    developmentInstance: false,
    wildcardOrigins: false,
  },
};

/** Thousands of tests sign somebody up: at the real cost most of their time would be argon2, which has a test of its own. */
const CHEAP_PASSWORDS = { memoryCost: 64, timeCost: 1 };

/** Real database, randomness, encryption and argon2; a clock, a mailbox and a log that tests can hold. */
export async function createTestDependencies(config: Partial<Config> = {}): Promise<TestDependencies> {
  const clock = createFakeClock();
  const random = createRandom(clock);
  const sentMail: MailMessage[] = [];
  const logLines: string[] = [];
  const log = createLog({ clock, level: 'debug', format: 'json', write: (line) => logLines.push(line) });
  return {
    config: { ...testConfig, ...config },
    database: await openTestDatabase(log),
    clock,
    random,
    log,
    encryption: createEncryption(new Uint8Array(32).fill(7), random),
    passwords: createPasswordHasher(undefined, CHEAP_PASSWORDS),
    mail: {
      async send(message) {
        sentMail.push(message);
      },
    },
    sentMail,
    logLines,
  };
}
