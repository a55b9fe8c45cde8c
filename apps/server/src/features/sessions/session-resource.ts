import { factorVerificationAge, type Session, statusAt } from './session.ts';

/** A session as the Backend API shows it (backend-api.md 6.8). */
export function backendSessionResource(session: Session, now: Date) {
  return {
    object: 'session' as const,
    id: session.id,
    client_id: session.clientId,
    user_id: session.userId,
    actor: session.actor,
    status: statusAt(session, now),
    last_active_organization_id: null,
    last_active_at: session.lastActiveAt.getTime(),
    latest_activity: activityOf(session),
    expire_at: session.expireAt.getTime(),
    abandon_at: session.abandonAt.getTime(),
    created_at: session.createdAt.getTime(),
    updated_at: session.updatedAt.getTime(),
    tasks: null,
  };
}

/**
 * A session as its own browser sees it (frontend-api.md 4.3). `lastActiveToken` null removes `__session` from
 * the page, so a signed-in answer carries a fresh one.
 */
export function frontendSessionResource<User, PublicUserData>(
  session: Session,
  parts: { now: Date; user: User; publicUserData: PublicUserData; lastActiveToken: string | null },
) {
  return {
    object: 'session' as const,
    id: session.id,
    status: statusAt(session, parts.now),
    expire_at: session.expireAt.getTime(),
    abandon_at: session.abandonAt.getTime(),
    last_active_at: session.lastActiveAt.getTime(),
    last_active_organization_id: null,
    last_active_token:
      parts.lastActiveToken === null ? null : { object: 'token' as const, jwt: parts.lastActiveToken },
    actor: session.actor,
    tasks: null,
    factor_verification_age: factorVerificationAge(session, parts.now),
    user: parts.user,
    public_user_data: parts.publicUserData,
    created_at: session.createdAt.getTime(),
    updated_at: session.updatedAt.getTime(),
  };
}

export type FrontendSessionResource = ReturnType<typeof frontendSessionResource<unknown, unknown>>;

/** A session in the list of the user's devices (frontend-api.md 4.3, SessionWithActivities). */
export function sessionWithActivityResource(session: Session, now: Date) {
  return {
    ...frontendSessionResource(session, { now, user: null, publicUserData: null, lastActiveToken: null }),
    latest_activity: activityOf(session),
  };
}

/** What is not known is absent: no description of a session's activity has a null. We never know city and country. */
function activityOf(session: Session) {
  const agent = session.userAgent ?? '';
  const system = SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0];
  const browser = BROWSERS.find(([, pattern]) => pattern.test(agent));
  const version = browser?.[1].exec(agent)?.[1];
  return {
    object: 'session_activity' as const,
    id: session.id.replace('sess_', 'sess_activity_'),
    ...(system && { device_type: system }),
    is_mobile: /\b(Mobile|Android|iPhone|iPad)\b/.test(agent),
    ...(browser && { browser_name: browser[0] }),
    ...(version && { browser_version: version }),
    ...(session.ipAddress !== null && { ip_address: session.ipAddress }),
  };
}

/** Enough to recognise one's own device by. Order matters: each names itself after the ones below it. */
const BROWSERS: readonly [string, RegExp][] = [
  ['Edge', /\bEdg\/([\d.]{1,20})/],
  ['Opera', /\bOPR\/([\d.]{1,20})/],
  ['Chrome', /\b(?:(?:Headless)?Chrome|CriOS)\/([\d.]{1,20})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/([\d.]{1,20})/],
  ['Safari', /\bVersion\/([\d.]{1,20}) .*Safari\//],
];

const SYSTEMS: readonly [string, RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Macintosh', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
];
