import {
  type AuthObject,
  applyPendingPolicy,
  type PendingSessionOptions,
  type SessionCalls,
  type SignedOutAuthObject,
  signedInAuthObject,
  signedOutAuthObject,
} from '../auth/auth-object.ts';
import type { JwtPayload } from '../auth/session-claims.ts';
import { debugHeaderNames } from '../wire-names.ts';
import { describeContext, type RequestContext } from './request-context.ts';

/** Why a request is not signed in: one of the codes of backend contract sections 1.10 and 2.3. */
export type AuthReason = string;

interface StateFields {
  message: string;
  proxyUrl: string;
  publishableKey: string;
  domain: string;
  isSatellite: boolean;
  signInUrl: string;
  signUpUrl: string;
  afterSignInUrl: string;
  afterSignUpUrl: string;
  /** To be sent with the answer: append, never overwrite. A `Location` among them is followed with status 307. */
  headers: Headers;
  tokenType: 'session_token';
}

export interface SignedInState extends StateFields {
  status: 'signed-in';
  reason: null;
  isAuthenticated: true;
  isSignedIn: true;
  token: string;
  toAuth(options?: PendingSessionOptions): AuthObject;
}

export interface SignedOutState extends StateFields {
  status: 'signed-out';
  reason: AuthReason;
  isAuthenticated: false;
  isSignedIn: false;
  token: null;
  toAuth(options?: PendingSessionOptions): SignedOutAuthObject;
}

export interface HandshakeState extends StateFields {
  status: 'handshake';
  reason: AuthReason;
  isAuthenticated: false;
  isSignedIn: false;
  token: null;
  toAuth(): null;
}

/** What `authenticateRequest` finds. */
export type RequestState = SignedInState | SignedOutState | HandshakeState;

function fieldsOf({ options, key }: RequestContext, message: string, headers: Headers): StateFields {
  return {
    message,
    headers,
    publishableKey: key.text,
    proxyUrl: options.proxyUrl ?? '',
    domain: options.domain ?? '',
    isSatellite: options.isSatellite ?? false,
    signInUrl: options.signInUrl ?? '',
    signUpUrl: options.signUpUrl ?? '',
    afterSignInUrl: options.afterSignInUrl ?? '',
    afterSignUpUrl: options.afterSignUpUrl ?? '',
    tokenType: 'session_token',
  };
}

export function signedIn(
  context: RequestContext,
  session: { token: string; claims: JwtPayload; calls: SessionCalls },
  headers: Headers = new Headers(),
): SignedInState {
  const debug = () => ({ ...describeContext(context), status: 'signed-in' });
  return {
    ...fieldsOf(context, '', headers),
    status: 'signed-in',
    reason: null,
    isAuthenticated: true,
    isSignedIn: true,
    token: session.token,
    toAuth: (options) => applyPendingPolicy(signedInAuthObject({ ...session, debug }), options),
  };
}

export function signedOut(
  context: RequestContext,
  reason: AuthReason,
  message = '',
  headers: Headers = new Headers(),
): SignedOutState {
  addDebugHeaders(headers, 'signed-out', reason, message);
  return {
    ...fieldsOf(context, message, headers),
    status: 'signed-out',
    reason,
    isAuthenticated: false,
    isSignedIn: false,
    token: null,
    toAuth: () =>
      signedOutAuthObject(() => ({ ...describeContext(context), status: 'signed-out', reason, message })),
  };
}

export function handshake(
  context: RequestContext,
  reason: AuthReason,
  message: string,
  headers: Headers,
): HandshakeState {
  addDebugHeaders(headers, 'handshake', reason, message);
  return {
    ...fieldsOf(context, message, headers),
    status: 'handshake',
    reason,
    isAuthenticated: false,
    isSignedIn: false,
    token: null,
    toAuth: () => null,
  };
}

function addDebugHeaders(headers: Headers, status: string, reason: string, message: string): void {
  const values = {
    [debugHeaderNames.status]: status,
    [debugHeaderNames.reason]: reason,
    [debugHeaderNames.message]: message,
  };
  // A reason may carry a code from the server: only what a header can hold goes out.
  for (const [name, value] of Object.entries(values)) {
    const printable = value.replace(/[^\x20-\x7e]/g, '?').slice(0, 400);
    if (printable !== '') headers.set(name, printable);
  }
}
