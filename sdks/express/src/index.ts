/** Bartleby for Express. Everything of `@bartleby/backend` is exported here too. */
export * from '@bartleby/backend';
export { bartlebyClient, bartlebyClient as clerkClient } from './bartleby-client.ts';
export {
  type BartlebyMiddlewareOptions,
  bartlebyMiddleware,
  bartlebyMiddleware as clerkMiddleware,
} from './bartleby-middleware.ts';
export type { RequestAuth } from './express-request.ts';
export { getAuth } from './get-auth.ts';
export { refreshSessionCookie } from './refresh-session-cookie.ts';
export { requireAuth } from './require-auth.ts';
