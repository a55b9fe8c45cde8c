// What `POST …/config/forecast` answers: lines of JSON (application/x-ndjson). Progress, then one result or error.

import type { ErrorEnvelope } from './refusals/error-envelope.ts';

export type ForecastLine = ForecastProgressLine | ForecastResult | ForecastErrorLine;

export interface ForecastProgressLine {
  readonly type: 'progress';
  readonly users_done: number;
  readonly users_total: number;
}

/** What went wrong after the answer had begun. */
export interface ForecastErrorLine extends ErrorEnvelope {
  readonly type: 'error';
  readonly status: number;
}

/** What a draft of the session token's template does to all users. */
export interface ForecastResult {
  readonly type: 'result';
  readonly users_total: number;
  /** How many of them stand behind medians, distribution and changes. */
  readonly users_rendered: number;
  /** Null when every user was rendered. The heaviest users are always among those looked at. */
  readonly sample: ForecastSample | null;
  /** The saved version that the draft is compared with; 0 when none was ever saved. */
  readonly compared_version: number;
  /** Name and value of the session cookie, which browsers drop when it has more than `max_bytes`. */
  readonly cookie: ForecastSizes;
  /** The Set-Cookie fields of an app's answer to a handshake: what servers and proxies accept by default. */
  readonly handshake: ForecastSizes;
  /** Users by size of the cookie, small to large: over `from_bytes` and at most `to_bytes` (null: without an end). */
  readonly distribution: readonly ForecastBucket[];
  readonly over_limit: ForecastOverLimit;
  /** The largest cookies under the draft, largest first; at most ten. */
  readonly heaviest: readonly ForecastUser[];
  /** Largest number of users first. */
  readonly changes: readonly ForecastChange[];
}

export interface ForecastSample {
  /** One user in so many. */
  readonly step: number;
  /** How far a part of all users (0 to 1) may be from the sample's, 19 times in 20. */
  readonly margin_of_error: number;
}

export interface ForecastSizes {
  readonly max_bytes: number;
  readonly before: ForecastSummary;
  readonly after: ForecastSummary;
}

export interface ForecastSummary {
  readonly median_bytes: number;
  readonly p95_bytes: number;
  readonly largest_bytes: number;
}

export interface ForecastBucket {
  readonly from_bytes: number;
  readonly to_bytes: number | null;
  readonly before: number;
  readonly after: number;
}

export interface ForecastOverLimit {
  /** Users found whose token would not fit, and so would lose its custom claims: now, and under the draft. */
  readonly users_before: number;
  /** The number that a save has to accept. */
  readonly users_after: number;
  /** Of a sample: about how many of all users; else the same as `users_after`. */
  readonly users_after_estimate: number;
  readonly by_claim: readonly {
    readonly claim: string;
    readonly users: number;
    readonly largest_bytes: number;
  }[];
}

export interface ForecastUser {
  readonly user_id: string;
  readonly name: string;
  readonly cookie_bytes: number;
  readonly fits: boolean;
  readonly heaviest_claim: string | null;
  readonly heaviest_claim_bytes: number;
}

export type ForecastChangeKind =
  | 'added'
  | 'added_null'
  | 'removed'
  | 'became_null'
  | 'no_longer_null'
  | 'type_changed'
  | 'value_changed';

/** One kind of change of one claim. */
export interface ForecastChange {
  /** JSON pointer. */
  readonly claim: string;
  readonly kind: ForecastChangeKind;
  /** JSON types; null where the claim is not there. */
  readonly type_before: string | null;
  readonly type_after: string | null;
  readonly users: number;
  /** At most five; values as JSON, cut off when long, null where the claim is not there. */
  readonly examples: readonly {
    readonly user_id: string;
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}
