/** How far one proof is (frontend-api 4.6). */
export interface Verification {
  readonly status: 'unverified' | 'verified' | 'transferable' | 'failed' | 'expired' | null | undefined;
  readonly strategy: string | null | undefined;
  readonly attempts: number | null;
  readonly expireAt: Date | null;
  readonly nextAction?: 'needs_prepare' | 'needs_attempt' | '';
  readonly supportedStrategies?: readonly string[];
}
