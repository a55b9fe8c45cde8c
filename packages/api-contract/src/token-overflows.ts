/** Somebody whose session token comes without its custom claims, which do not fit in the cookie. */
export interface TokenOverflow {
  readonly user_id: string;
  readonly name: string;
  /** Name and value of the cookie that the browser would drop. */
  readonly cookie_bytes: number;
  readonly max_bytes: number;
  readonly heaviest_claim: string;
  readonly heaviest_claim_bytes: number;
  /** When a token of theirs lost its claims for the first time, in epoch milliseconds; they may have fitted in between. */
  readonly first_at: number;
  /** When a token of theirs lost its claims last, in epoch milliseconds. */
  readonly last_at: number;
}

/** What `GET …/session_token/overflows` answers, who lost claims last first. */
export interface TokenOverflows {
  readonly data: readonly TokenOverflow[];
  /** Whether there may be others. */
  readonly more: boolean;
}
