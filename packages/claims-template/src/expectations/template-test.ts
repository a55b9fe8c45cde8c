import type { JsonObject, JsonValue } from '../json-value.ts';

/** One test of a template: what the claims of this user must be like. */
export interface TemplateTest {
  /** Says what is promised; no two tests of a template have the same. */
  readonly name: string;
  readonly given: TestFixture;
  readonly expect: readonly Expectation[];
}

/**
 * Whose claims are made: a user as the shortcodes name their fields, or a real one. What is left out is as for a
 * user of whom nothing is known, in no organization.
 */
export interface TestFixture {
  /** A user of the instance, with their data as it is when the test runs. `user` is laid over it. */
  readonly user_id?: string;
  readonly user?: JsonObject;
  /** Null, or left out: no organization is active. */
  readonly org?: JsonObject | null;
  readonly org_membership?: JsonObject | null;
  readonly session?: JsonObject;
}

export const claimTypeNames = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const;
export type ClaimTypeName = (typeof claimTypeNames)[number];

/** `claim`: the name of a claim of the template, or a JSON pointer (RFC 6901) when it begins with a slash. */
export type Expectation =
  | { readonly claim: string; readonly equals: JsonValue }
  | { readonly claim: string; readonly type: ClaimTypeName | readonly ClaimTypeName[] }
  | { readonly claim: string; readonly absent: true }
  /** Name and value of the session cookie, as browsers count. */
  | { readonly cookie_bytes_at_most: number }
  /** The claims of the template alone, as JSON. */
  | { readonly claims_bytes_at_most: number };

/** The members of an expectation besides `claim`: exactly one of them is there. */
export const expectationKinds = [
  'equals',
  'type',
  'absent',
  'cookie_bytes_at_most',
  'claims_bytes_at_most',
] as const;

/** Bounds of the tests of one template. */
export const testLimits = {
  tests: 100,
  expectations: 50,
  /** Tests that name a real user. */
  realUsers: 20,
  nameCharacters: 120,
  claimCharacters: 256,
  /** The whole document, UTF-8 bytes. */
  bytes: 65_536,
  depth: 32,
  /** Problems reported for one document; the rest is cut off. */
  problems: 50,
} as const;
