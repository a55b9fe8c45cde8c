/** Authenticate requests and call the Backend API of a Bartleby server. */

export type {
  AuthObject,
  GetToken,
  GetTokenOptions,
  PendingSessionOptions,
  SignedInAuthObject,
  SignedOutAuthObject,
} from './auth/auth-object.ts';
export {
  type AuthorizationParams,
  type Has,
  type OrganizationPermission,
  type OrganizationRole,
  type Reverification,
  reverificationError,
  reverificationErrorResponse,
} from './auth/authorization.ts';
export { claims } from './auth/claims.ts';
export { type ClaimsOmittedError, isClaimsOmittedError } from './auth/claims-omitted-error.ts';
export type { Actor, DefaultSessionClaims, JwtPayload, RegisteredClaims } from './auth/session-claims.ts';
export {
  type BartlebyAPIError,
  BartlebyAPIResponseError,
  isBartlebyAPIResponseError,
} from './backend-api/backend-api-error.ts';
export type {
  Cookies,
  DeletedObject,
  EmailAddress,
  Instance,
  PaginatedList,
  Session,
  SignInToken,
  TestingToken,
  Token,
  User,
} from './backend-api/resources.ts';
export type { RefreshSessionParams, SessionListParams } from './backend-api/sessions.ts';
export type {
  CreateUserParams,
  UpdateUserParams,
  UserFilter,
  UserListParams,
  UserMetadata,
} from './backend-api/users.ts';
export {
  type BartlebyClient,
  createBartlebyClient,
  createBartlebyClient as createClerkClient,
} from './client.ts';
export type { BartlebyClientOptions } from './client-options.ts';
export type {
  AuthenticateRequestOptions,
  OrganizationSyncOptions,
  VerificationOptions,
} from './request-state/authenticate-options.ts';
export type {
  HandshakeState,
  RequestState,
  SignedInState,
  SignedOutState,
} from './request-state/request-state.ts';
export type {
  RefreshedSession,
  RefreshSessionCookieOptions,
  SessionCookie,
} from './session-cookie/refresh-session-cookie.ts';
export {
  TokenVerificationError,
  type TokenVerificationErrorReason,
} from './tokens/token-verification-error.ts';
export { type VerifyTokenOptions, verifyToken } from './verify-token.ts';
