/** What `POST …/session_token/explain` answers. Instants are epoch milliseconds. */
export interface TokenExplanation {
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
  readonly claims: readonly ClaimOfToken[];
}

export interface ClaimOfToken {
  readonly name: string;
  readonly default_claim: boolean;
  /** In the template that the token was made from, as JSON; null for a default claim, or without one. */
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
