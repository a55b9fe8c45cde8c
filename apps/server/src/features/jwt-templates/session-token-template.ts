import type { Actor } from '../events/index.ts';

/** One version of the session token's template. Versions are never changed; the highest one is active. */
export interface SessionTokenTemplate {
  readonly version: number;
  /** As the operator typed it: one JSON object. */
  readonly source: string;
  readonly author: Actor;
  readonly message: string | null;
  readonly createdAt: Date;
}
