/** Bartleby for Next.js on the server: App Router, Pages Router, proxy.ts and middleware.ts. */
export {
  type AuthObject,
  BartlebyAPIResponseError,
  type BartlebyClient,
  type ClaimsOmittedError,
  claims,
  createBartlebyClient,
  createClerkClient,
  isBartlebyAPIResponseError,
  isClaimsOmittedError,
  type JwtPayload,
  reverificationError,
  reverificationErrorResponse,
  type Session,
  type SignedInAuthObject,
  type SignedOutAuthObject,
  TokenVerificationError,
  type User,
} from '@bartleby/backend';
export { type Auth, auth, type RedirectOptions, type ServerAuth } from './auth.ts';
export { bartlebyClient, bartlebyClient as clerkClient } from './bartleby-client.ts';
export {
  type BartlebyMiddlewareHandler,
  type BartlebyMiddlewareOptions,
  bartlebyMiddleware,
  bartlebyMiddleware as clerkMiddleware,
} from './bartleby-middleware.ts';
export { buildClerkProps, type ClerkProps } from './build-clerk-props.ts';
export { currentUser } from './current-user.ts';
export { getAuth, type RequestLike } from './get-auth.ts';
export type { Protect, ProtectCheck, ProtectOptions } from './protect.ts';
export { refreshSessionCookie } from './refresh-session-cookie.ts';
export { createRouteMatcher, type RouteMatcher } from './route-matcher.ts';
export { verifyToken } from './verify-token.ts';
