import type { ForecastChangeKind, JsonType } from './claim-change.ts';

/** What a draft does to the tokens of many users, all of it counted in memory of a fixed size. */
export interface Forecast {
  /** How many users stand behind the sizes and the changes. */
  readonly users: number;
  /** Name and value of the cookie. `before` is null when there was nothing to compare with. */
  readonly sizes: { readonly before: SizeSummary | null; readonly after: SizeSummary };
  /** Users by cookie size, small to large, without empty ends. */
  readonly distribution: readonly SizeBucket[];
  /** Users whose token would not fit in the cookie, and so would lose its custom claims. */
  readonly overLimit: OverLimit;
  /** The largest cookies under the draft, largest first. */
  readonly heaviest: readonly HeavyUser[];
  /** Largest number of users first. */
  readonly changes: readonly ClaimChanges[];
}

export interface SizeSummary {
  readonly medianBytes: number;
  readonly p95Bytes: number;
  readonly largestBytes: number;
}

/** Users whose cookie has more than `fromBytes` and at most `toBytes` (null: without an end). */
export interface SizeBucket {
  readonly fromBytes: number;
  readonly toBytes: number | null;
  readonly before: number;
  readonly after: number;
}

export interface OverLimit {
  readonly before: number;
  readonly after: number;
  /** Of those, by which claim weighs most. */
  readonly byClaim: readonly {
    readonly claim: string;
    readonly users: number;
    readonly largestBytes: number;
  }[];
}

export interface HeavyUser {
  readonly id: string;
  readonly name: string;
  readonly cookieBytes: number;
  readonly fits: boolean;
  /** Null when the template gives no claims. */
  readonly heaviestClaim: string | null;
  readonly heaviestClaimBytes: number;
}

/** One kind of change of one claim, for how many users. */
export interface ClaimChanges {
  /** JSON pointer. */
  readonly claim: string;
  readonly kind: ForecastChangeKind;
  /** Types of the value before and after; null where the claim is not there. */
  readonly types: { readonly before: JsonType | null; readonly after: JsonType | null };
  readonly users: number;
  readonly examples: readonly ChangeExample[];
}

/** Values as JSON, cut off when long; null where the claim is not there. */
export interface ChangeExample {
  readonly id: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}
