import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import { createBoundedQueue } from './bounded-queue.ts';

/** Password hashing that never takes more than its share of the machine. */
export interface PasswordHasher {
  /** An argon2id hash in PHC form. Throws Refusal `too_many_requests` when too many wait. */
  hash(password: string): Promise<string>;
  /** Whether `password` made `hash` (any argon2 PHC string). Throws Refusal `too_many_requests`. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Runs the check of a hash of another kind within the same bounds. Throws Refusal `too_many_requests`. */
  queue<T>(work: () => Promise<T>): Promise<T>;
  /** The work of one `verify` for an unknown user, so that the answer's time tells nothing. Always false. */
  verifyNothing(): Promise<false>;
}

/** OWASP's first choice for argon2id; 2 is `Algorithm.Argon2id`, a const enum that isolated modules cannot import. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * @param limits.running hashes at once (each takes a core and 19 MiB)
 * @param limits.waiting hashes queued behind them; one more is refused
 */
export function createPasswordHasher(limits = { running: 2, waiting: 100 }): PasswordHasher {
  const run = createBoundedQueue(limits);
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => run(() => argon2Hash(password, PARAMETERS)),
    verify: (hash, password) => run(() => argon2Verify(hash, password)),
    queue: run,
    async verifyNothing() {
      nobody ??= argon2Hash('the password of nobody', PARAMETERS);
      const hash = await nobody;
      await run(() => argon2Verify(hash, 'another password'));
      return false;
    },
  };
}
