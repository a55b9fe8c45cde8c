/** Which factors have to be proved once more (frontend-api.md 5.12). */
export type ReverificationLevel = 'first_factor' | 'second_factor' | 'multi_factor';
export type ReverificationStatus = 'needs_first_factor' | 'needs_second_factor' | 'complete';

/** How the first factor can be proved once more. */
export type FirstFactorStrategy = 'password' | 'email_code';

/** A session's user proves once more who they are (step-up); a session has at most one, the last begun. */
export interface Reverification {
  readonly instanceId: string;
  readonly sessionId: string;
  readonly level: ReverificationLevel;
  readonly status: ReverificationStatus;
  readonly firstFactorStrategy: FirstFactorStrategy | null;
  /** The code that was last sent. */
  readonly firstFactorVerificationId: string | null;
  readonly secondFactorStrategy: string | null;
  readonly secondFactorVerificationId: string | null;
  readonly expireAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** As long as a mailed code is valid. */
export const REVERIFICATION_LIFETIME_SECONDS = 600;

/** What has to be proved first, for a user with or without a second factor. */
export function firstStatus(level: ReverificationLevel): ReverificationStatus {
  return level === 'second_factor' ? 'needs_second_factor' : 'needs_first_factor';
}

/** What follows once the first factor was proved. */
export function statusAfterFirstFactor(level: ReverificationLevel): ReverificationStatus {
  return level === 'multi_factor' ? 'needs_second_factor' : 'complete';
}

/** Without a second factor the first one has to do (OpenAPI, startSessionReverification). */
export function attainableLevel(level: ReverificationLevel, hasSecondFactor: boolean): ReverificationLevel {
  return hasSecondFactor ? level : 'first_factor';
}
