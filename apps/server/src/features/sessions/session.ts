/** What is stored. `expired` follows from the time and is never stored. */
export type StoredSessionStatus = 'active' | 'ended' | 'removed' | 'replaced' | 'revoked';
export type SessionStatus = StoredSessionStatus | 'expired';

/** Who acts as the user: at least `sub`. */
export interface SessionActor {
  readonly sub: string;
  readonly [key: string]: unknown;
}

/** One user signed in, in one browser (or made by a backend, in none). */
export interface Session {
  readonly instanceId: string;
  readonly id: string;
  readonly clientId: string | null;
  readonly userId: string;
  readonly status: StoredSessionStatus;
  readonly actor: SessionActor | null;
  readonly firstFactorVerifiedAt: Date | null;
  readonly secondFactorVerifiedAt: Date | null;
  /** Origin of the latest token request; `azp` of the next token. */
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly lastActiveAt: Date;
  readonly inactivitySeconds: number | null;
  readonly expireAt: Date;
  readonly abandonAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How long an ended or expired session is still listed before the sweeper takes it. */
export const KEPT_AFTER_EXPIRY_SECONDS = 30 * 86_400;

type Timed = Pick<Session, 'status' | 'expireAt' | 'lastActiveAt' | 'inactivitySeconds'>;

/** What the session is at an instant. */
export function statusAt(session: Timed, now: Date): SessionStatus {
  return session.status === 'active' && expiresAt(session) <= now ? 'expired' : session.status;
}

export function isActive(session: Timed, now: Date): boolean {
  return statusAt(session, now) === 'active';
}

/** The end of the absolute lifetime, or of the idle one where that comes first. */
export function expiresAt(session: Timed): Date {
  if (session.inactivitySeconds === null) return session.expireAt;
  const idleEnd = new Date(session.lastActiveAt.getTime() + session.inactivitySeconds * 1000);
  return idleEnd < session.expireAt ? idleEnd : session.expireAt;
}

/** Whole minutes since each factor was verified; -1 for never (claim `fva`, `factor_verification_age`). */
export function factorVerificationAge(
  session: Pick<Session, 'firstFactorVerifiedAt' | 'secondFactorVerifiedAt'>,
  now: Date,
): [number, number] {
  return [
    wholeMinutesSince(session.firstFactorVerifiedAt, now),
    wholeMinutesSince(session.secondFactorVerifiedAt, now),
  ];
}

function wholeMinutesSince(instant: Date | null, now: Date): number {
  return instant === null ? -1 : Math.max(0, Math.floor((now.getTime() - instant.getTime()) / 60_000));
}

/** The session a browser is in: the one it used last if that is still good, else the newest. */
export function currentSession<T extends Timed & Pick<Session, 'id' | 'createdAt'>>(
  sessions: readonly T[],
  lastActiveSessionId: string | null,
  now: Date,
): T | null {
  const active = sessions.filter((session) => isActive(session, now));
  const newestFirst = active.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return active.find((session) => session.id === lastActiveSessionId) ?? newestFirst[0] ?? null;
}
