import type {
  AuthObject,
  JwtPayload,
  PendingSessionOptions,
  SignedInAuthObject,
  SignedOutAuthObject,
} from '@bartleby/backend';
import { applyPendingPolicy, signInRedirect, signUpRedirect } from '@bartleby/backend/internal';
import { serverSettings } from '../config.ts';
import { type ForwardedAuth, readForwardedState } from './forwarded-state.ts';
import { type Protect, protect } from './protect.ts';

export interface RedirectOptions {
  /** Where to come back to; the current address when left out, nowhere for null. */
  returnBackUrl?: string | URL | null;
}

export interface Redirects {
  redirectToSignIn(options?: RedirectOptions): never;
  redirectToSignUp(options?: RedirectOptions): never;
}

/** What `auth()` answers with. */
export type ServerAuth = (SignedInAuthObject & Redirects) | (SignedOutAuthObject & Redirects);

export interface Auth {
  /**
   * Who the request comes from: for server components, route handlers and server actions. No call is made.
   * Rejects with an Error when the middleware did not run for this route.
   */
  (options?: PendingSessionOptions): Promise<ServerAuth>;
  /**
   * Answers only for who is signed in and allowed; everyone else is redirected or gets 404. See the README for
   * which, when.
   */
  protect: Protect;
  /** As `fullClaims()` of what `auth()` answers with; null when signed out. */
  fullClaims(options?: PendingSessionOptions): Promise<JwtPayload | null>;
}

/** Whom the middleware found, a pending session too, and the request they came with. */
export async function readRequestAuth() {
  const { auth, forwarded, readHeader } = await read({ treatPendingAsSignedOut: false });
  return { auth, url: forwarded.url, readHeader };
}

async function read(options?: PendingSessionOptions) {
  // Loaded here, so that the middleware, which shares this entry point, does not carry it.
  const { headers } = await import('next/headers');
  const requestHeaders = await headers();
  const readHeader = (name: string) => requestHeaders.get(name) ?? undefined;
  const forwarded = await readForwardedState(
    readHeader,
    'a server component, route handler or server action',
  );
  const auth: AuthObject = forwarded.auth.isAuthenticated
    ? applyPendingPolicy(forwarded.auth, options)
    : forwarded.auth;
  return { auth, forwarded, readHeader };
}

const redirectTarget = ({ auth, url }: ForwardedAuth, returnBackUrl?: string | URL | null) => ({
  currentUrl: url,
  returnBackUrl,
  isPending: auth.sessionStatus === 'pending',
});

async function readServerAuth(options?: PendingSessionOptions): Promise<ServerAuth> {
  const { auth, forwarded } = await read(options);
  const { redirect } = await import('next/navigation');
  return {
    ...auth,
    redirectToSignIn: ({ returnBackUrl } = {}) =>
      redirect(signInRedirect(serverSettings(), redirectTarget(forwarded, returnBackUrl)).href),
    redirectToSignUp: ({ returnBackUrl } = {}) =>
      redirect(signUpRedirect(serverSettings(), redirectTarget(forwarded, returnBackUrl)).href),
  };
}

async function protectRoute(...args: Parameters<Protect>): Promise<SignedInAuthObject> {
  const { auth, forwarded, readHeader } = await read();
  const { notFound, redirect } = await import('next/navigation');
  const redirectToSignIn = () => redirect(signInRedirect(serverSettings(), redirectTarget(forwarded)).href);
  return protect(auth, readHeader, { notFound, redirect, redirectToSignIn, unauthorized }, args);
}

/** Next's own `unauthorized()` needs an experimental setting; the digest is what its action handler looks at. */
function unauthorized(): never {
  throw Object.assign(new Error('NEXT_HTTP_ERROR_FALLBACK;401'), { digest: 'NEXT_HTTP_ERROR_FALLBACK;401' });
}

export const auth: Auth = Object.assign(readServerAuth, {
  protect: protectRoute as Protect,
  fullClaims: async (options?: PendingSessionOptions) => (await read(options)).auth.fullClaims(),
});
