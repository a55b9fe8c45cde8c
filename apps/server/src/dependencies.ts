import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Clock } from './runtime/clock.ts';
import type { Encryption } from './runtime/encryption.ts';
import type { Log } from './runtime/log.ts';
import type { Mailer } from './runtime/mailer.ts';
import type { PasswordHasher } from './runtime/password-hasher.ts';
import type { Random } from './runtime/random.ts';

/** What a use case may touch of the outside world: made once in main.ts (or by a test) and passed in. */
export interface Dependencies {
  config: Config;
  database: Database;
  clock: Clock;
  random: Random;
  log: Log;
  encryption: Encryption;
  passwords: PasswordHasher;
  mail: Mailer;
}
