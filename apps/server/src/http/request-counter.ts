import type { Clock } from '../runtime/clock.ts';
import { Refusal } from '../runtime/refusal.ts';

export interface RateLimit {
  readonly maxRequests: number;
  readonly windowSeconds: number;
}

const MAX_BUCKETS = 50_000;

/**
 * Counts requests in fixed windows, in memory: a cheap fence per node against floods. What must hold exactly
 * (codes, passwords, mails) is counted in the database by its feature.
 */
export class RequestCounter {
  readonly #buckets = new Map<string, { count: number; endsAt: number }>();
  readonly #clock: Clock;
  readonly #limit: RateLimit;

  constructor(clock: Clock, limit: RateLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts one request. Throws Refusal `too_many_requests` with `retry_after_seconds` beyond the limit. */
  count(key: string): void {
    const now = this.#clock.now().getTime();
    const found = this.#buckets.get(key);
    const bucket = found && found.endsAt > now ? found : this.#open(key, now);
    bucket.count += 1;
    if (bucket.count > this.#limit.maxRequests)
      throw new Refusal('too_many_requests', {
        retry_after_seconds: Math.ceil((bucket.endsAt - now) / 1_000),
      });
  }

  /** Re-inserted last, so that the first is the oldest and makes room. */
  #open(key: string, now: number): { count: number; endsAt: number } {
    this.#buckets.delete(key);
    if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value!);
    const bucket = { count: 0, endsAt: now + this.#limit.windowSeconds * 1_000 };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
