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

/** What one argon2id hash costs. */
interface PasswordCost {
  /** KiB. */
  readonly memoryCost: number;
  /** Passes over the memory. */
  readonly timeCost: number;
}

/** OWASP's first choice for argon2id. */
const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 };

/**
 * @param limits.running hashes at once (each takes a core and 19 MiB)
 * @param limits.waiting hashes queued behind them; one more is refused
 * @param cost of every new hash; less than by default is for tests only
 */
export function createPasswordHasher(
  limits = { running: 2, waiting: 100 },
  cost: PasswordCost = PASSWORD_COST,
): PasswordHasher {
  // 2 is `Algorithm.Argon2id`, a const enum that isolated modules cannot import.
  const parameters = { ...cost, algorithm: 2, parallelism: 1 } as const;
  const run = createBoundedQueue(limits);
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => run(() => argon2Hash(password, parameters)),
    verify: (hash, password) => run(() => argon2Verify(hash, password)),
    queue: run,
    async verifyNothing() {
      nobody ??= argon2Hash('the password of nobody', parameters);
      const hash = await nobody;
      await run(() => argon2Verify(hash, 'another password'));
      return false;
    },
  };
}
