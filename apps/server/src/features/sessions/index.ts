/** Sessions: one user signed in, in one browser. Started by sign-ins and sign-ups, ended by many. */
export { registerSessionsBackendApi } from './backend-api.ts';
export { createSession } from './create-session.ts';
export { endSession } from './end-session.ts';
export { registerOwnSessionsFrontendApi } from './frontend-api.ts';
export { findSessions, getSession } from './list-sessions.ts';
export { registerSessionsPlatformApi } from './platform-api.ts';
export { requireSession } from './require-session.ts';
export { revokeSession, revokeSessionsOfUserIn } from './revoke-session.ts';
export {
  currentSession,
  expiresAt,
  factorVerificationAge,
  isActive,
  type Session,
  type SessionActor,
  type SessionStatus,
  statusAt,
} from './session.ts';
export { drainSessionActivity, recordSessionActivity } from './session-activity.ts';
export {
  backendSessionResource,
  type FrontendSessionResource,
  frontendSessionResource,
} from './session-resource.ts';
export {
  findSession,
  listActiveSessionsOfClient,
  type SessionRow,
  toSession,
  updateFactorsVerified,
  updateSessionOrigin,
} from './session-store.ts';
export { signOut } from './sign-out.ts';
export {
  newSession,
  type PreparedSession,
  prepareSession,
  type SessionInput,
  startSessionIn,
} from './start-session.ts';
export { statementTime } from './statement-time.ts';
export { sweepSessions } from './sweep-sessions.ts';
export { touchSession } from './touch-session.ts';
