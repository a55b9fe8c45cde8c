/** What the Platform API answers to `session_token/explain`, as on the wire. Instants are epoch milliseconds. */
export interface Explanation {
  readonly user_id: string;
  readonly session_id: string;
  readonly ended: 'session_ended' | 'user_gone' | null;
  readonly template_version: number | null;
  readonly cookie_bytes: number | null;
  readonly token: {
    readonly issued_at: number;
    readonly expires_at: number;
    readonly expired: boolean;
    readonly claims_omitted: boolean;
    readonly template_version: number | null;
    readonly cookie_bytes: number;
  } | null;
  readonly claims: readonly ExplainedClaim[];
}

export interface ExplainedClaim {
  readonly name: string;
  readonly default_claim: boolean;
  readonly earlier_expression: string | null;
  readonly current_expression: string | null;
  readonly sources: readonly { readonly path: string; readonly value: unknown }[];
  readonly earlier: ClaimInToken | null;
  readonly current: ClaimInToken | null;
  readonly change: 'same' | 'changed' | 'added' | 'removed' | null;
}

export interface ClaimInToken {
  readonly value: unknown;
  readonly bytes: number;
}
