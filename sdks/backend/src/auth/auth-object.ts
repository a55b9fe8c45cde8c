import { areClaimsOmitted, decodeJwt, guardClaims, omittedClaimsMarker } from '@bartleby/session-token';
import type { Has, OrganizationPermission, OrganizationRole } from './authorization.ts';
import { isAuthorized } from './authorization.ts';
import { readOrganization } from './organization-claims.ts';
import type { Actor, JwtPayload } from './session-claims.ts';

export interface GetTokenOptions {
  /** Name of a JWT template: a custom JWT is made by the server. */
  template?: string;
  /** Lifetime of the new token. */
  expiresInSeconds?: number;
}

/**
 * The session token of the request, or, with options, a new token from the server.
 * Without options it never calls the network. Rejects with `BartlebyAPIResponseError`.
 */
export type GetToken = (options?: GetTokenOptions) => Promise<string | null>;

export interface SignedInAuthObject {
  tokenType: 'session_token';
  isAuthenticated: true;
  userId: string;
  sessionId: string;
  /** Where `claimsOmitted` is true, reading a custom claim throws `ClaimsOmittedError`: it is not known, not absent. */
  sessionClaims: JwtPayload;
  /** Whether the custom claims were too large for the cookie, so that the token came without them, all together. */
  claimsOmitted: boolean;
  /**
   * All claims. Asks the server where the token came without the custom ones, and answers at once elsewhere. Rejects
   * with `BartlebyAPIResponseError`: status 404 when the session is over.
   */
  fullClaims(): Promise<JwtPayload>;
  /** When the data that the claims were made from was read; to the second. */
  claimsAsOf: Date;
  sessionStatus: 'active' | 'pending' | null;
  actor: Actor | undefined;
  orgId: string | undefined;
  orgSlug: string | undefined;
  orgRole: OrganizationRole | undefined;
  orgPermissions: OrganizationPermission[] | undefined;
  /** Minutes since first and second factor were verified; -1 for never. */
  factorVerificationAge: [firstFactorMinutes: number, secondFactorMinutes: number] | null;
  getToken: GetToken;
  has: Has;
  debug: AuthDebug;
}

export interface SignedOutAuthObject {
  tokenType: 'session_token';
  isAuthenticated: false;
  userId: null;
  sessionId: null;
  sessionClaims: null;
  claimsOmitted: false;
  fullClaims(): Promise<null>;
  claimsAsOf: null;
  sessionStatus: 'pending' | null;
  actor: null;
  orgId: null;
  orgSlug: null;
  orgRole: null;
  orgPermissions: null;
  factorVerificationAge: null;
  getToken: GetToken;
  has: Has;
  debug: AuthDebug;
}

/** Who the request comes from. Ask `isAuthenticated` or `userId` first: TypeScript then knows the rest. */
export type AuthObject = SignedInAuthObject | SignedOutAuthObject;

/** What led to the decision, secrets cut to 7 characters. */
export type AuthDebug = () => Record<string, unknown>;

export interface PendingSessionOptions {
  /** Whether a session with tasks outstanding (`sts: pending`) counts as signed out; true when left out. */
  treatPendingAsSignedOut?: boolean | undefined;
}

/** What is asked of the server when an app wants more than the token says. Each rejects with `BartlebyAPIResponseError`. */
export interface SessionCalls {
  createToken(sessionId: string, options: GetTokenOptions): Promise<string>;
  /** The custom claims of an active session, whatever their size. */
  readClaims(sessionId: string): Promise<Record<string, unknown>>;
}

export interface SignedInInput {
  claims: JwtPayload;
  /** The token that was verified. */
  token: string;
  calls: SessionCalls;
  debug?: AuthDebug | undefined;
}

/** Header `oiat` (original issued-at); tokens of other servers may have `iat` alone. */
function claimsAsOf(token: string, { iat }: JwtPayload): Date {
  const oiat = decodeJwt(token)?.protectedHeader.oiat;
  return new Date((typeof oiat === 'number' ? oiat : iat) * 1000);
}

const emptyDebug: AuthDebug = () => ({});

export function signedInAuthObject(input: SignedInInput): SignedInAuthObject {
  const { claims, token } = input;
  const organization = readOrganization(claims);
  const facts = { ...organization, userId: claims.sub, claims };
  const claimsOmitted = areClaimsOmitted(claims);
  return {
    tokenType: 'session_token',
    isAuthenticated: true,
    userId: claims.sub,
    sessionId: claims.sid,
    sessionClaims: guardClaims(claims),
    claimsOmitted,
    fullClaims: async () => {
      if (!claimsOmitted) return claims;
      const { [omittedClaimsMarker]: _, ...present } = claims;
      return { ...(await input.calls.readClaims(claims.sid)), ...present } as JwtPayload;
    },
    // Few ask, and every request makes this object.
    get claimsAsOf() {
      return claimsAsOf(token, claims);
    },
    sessionStatus: claims.sts ?? null,
    actor: claims.act,
    orgId: organization.orgId,
    orgSlug: organization.orgSlug,
    orgRole: organization.orgRole as OrganizationRole | undefined,
    orgPermissions: organization.orgPermissions as OrganizationPermission[] | undefined,
    factorVerificationAge: claims.fva ?? null,
    getToken: async (options) => {
      if (options?.template === undefined && options?.expiresInSeconds === undefined) return token;
      return input.calls.createToken(claims.sid, options);
    },
    has: (params) => isAuthorized(facts, params),
    debug: input.debug ?? emptyDebug,
  };
}

export function signedOutAuthObject(
  debug: AuthDebug = emptyDebug,
  sessionStatus: 'pending' | null = null,
): SignedOutAuthObject {
  return {
    tokenType: 'session_token',
    isAuthenticated: false,
    userId: null,
    sessionId: null,
    sessionClaims: null,
    claimsOmitted: false,
    fullClaims: async () => null,
    claimsAsOf: null,
    sessionStatus,
    actor: null,
    orgId: null,
    orgSlug: null,
    orgRole: null,
    orgPermissions: null,
    factorVerificationAge: null,
    getToken: async () => null,
    has: () => false,
    debug,
  };
}

/** A signed-in object as the app shall see it: a pending session is signed out unless asked otherwise. */
export function applyPendingPolicy(auth: SignedInAuthObject, options?: PendingSessionOptions): AuthObject {
  if (auth.sessionStatus !== 'pending' || options?.treatPendingAsSignedOut === false) return auth;
  return signedOutAuthObject(auth.debug, 'pending');
}
