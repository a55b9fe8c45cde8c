import type { Actor } from '../events/index.ts';

/** Who saved a version. The name is as it was then: history does not change. */
export interface TemplateAuthor extends Actor {
  readonly name?: string | null;
}

/** One version of the session token's template. Versions are never changed; the highest one is active. */
export interface SessionTokenTemplate {
  readonly version: number;
  /** As the operator typed it: one JSON object. */
  readonly source: string;
  /** What had to hold when it was saved: template tests as a JSON array. */
  readonly tests: string;
  readonly author: TemplateAuthor;
  readonly message: string | null;
  /** How many users would not fit, as the operator typed it to save nevertheless; null when all fitted. */
  readonly acceptedBrokenUsers: number | null;
  readonly createdAt: Date;
}

/** The template of an instance where none was ever saved: no custom claims. */
export const EMPTY_TEMPLATE_SOURCE = '{}';

/** The tests of an instance where none were ever saved. */
export const NO_TESTS = '[]';
