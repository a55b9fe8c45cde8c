// The browser's side of Bartleby: who is signed in, a fresh session token, and the cookies that tell the app's server.
export { allowedRedirect } from './allowed-redirect.ts';
export type {
  BrowserClient,
  BrowserClientOptions,
  SetActiveParams,
  SignOutOptions,
} from './browser-client.ts';
export type { BrowserPlatform } from './browser-platform.ts';
export { type AuthorizationQuestion, checkAuthorization } from './check-authorization.ts';
export { createBartlebyBrowserClient } from './create-browser-client.ts';
export { type ApiErrorItem, BartlebyApiError, isBartlebyApiError } from './frontend-api/api-error.ts';
export type { Client } from './resources/client.ts';
export type { EmailAddress } from './resources/email-address.ts';
export type { Environment } from './resources/environment.ts';
export type { GetTokenOptions, Session } from './resources/session.ts';
export type { SessionWithActivity } from './resources/session-with-activity.ts';
export type { SignIn, SignInCreateParams, SignInFactor } from './resources/sign-in.ts';
export type { SignUp, SignUpParams } from './resources/sign-up.ts';
export type { User } from './resources/user.ts';
export type { Verification } from './resources/verification.ts';
export type { AuthState, BrowserState } from './state/browser-state.ts';
export {
  areClaimsOmitted,
  type ClaimsOmittedError,
  guardClaims,
  isClaimsOmittedError,
} from './tokens/omitted-claims.ts';
export type { SessionClaims } from './tokens/session-claims.ts';
