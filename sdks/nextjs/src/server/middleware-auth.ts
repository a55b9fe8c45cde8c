import type { PendingSessionOptions, RequestState } from '@bartleby/backend';
import { originalUrl, signedOutAuthObject, signInRedirect, signUpRedirect } from '@bartleby/backend/internal';
import type { NextRequest } from 'next/server';
import type { Auth, RedirectOptions, ServerAuth } from './auth.ts';
import { redirectResponse, rewriteResponse } from './middleware-response.ts';
import { type Protect, protect } from './protect.ts';

/** Thrown by `protect()` and `redirectToSignIn()` inside the middleware's handler: the response to answer with. */
export class EndedByAuth extends Error {
  override readonly name = 'EndedByAuth';
  constructor(readonly response: Response) {
    super('Thrown by auth.protect() or redirectToSignIn() to end the request. Let it pass: do not catch it.');
  }
}

const end = (response: Response): never => {
  throw new EndedByAuth(response);
};

/** The `auth` of a middleware's handler: as in server functions, but endings become responses. */
export function middlewareAuth(state: RequestState, request: NextRequest): Auth {
  const read = (options?: PendingSessionOptions) => state.toAuth(options) ?? signedOutAuthObject();
  const target = ({ returnBackUrl }: RedirectOptions = {}) => ({
    currentUrl: originalUrl(request),
    returnBackUrl,
    isPending: read().sessionStatus === 'pending',
  });
  const redirects = {
    redirectToSignIn: (options?: RedirectOptions) =>
      end(redirectResponse(signInRedirect(state, target(options)).href)),
    redirectToSignUp: (options?: RedirectOptions) =>
      end(redirectResponse(signUpRedirect(state, target(options)).href)),
  };
  const endings = {
    redirectToSignIn: () => redirects.redirectToSignIn(),
    redirect: (url: string) =>
      end(redirectResponse(new URL(url, originalUrl(request)).href, { 'x-clerk-redirect-to': 'true' })),
    unauthorized: () => end(new Response(null, { status: 401 })),
    // An address that no page has: the app shows its own 404.
    notFound: () =>
      end(
        rewriteResponse(new URL(`/clerk_not_found`, request.url), {
          'x-clerk-auth-reason': 'protect-rewrite',
        }),
      ),
  };
  const auth = async (options?: PendingSessionOptions): Promise<ServerAuth> => ({
    ...read(options),
    ...redirects,
  });
  const protectRequest = async (...args: Parameters<Protect>) =>
    protect(read(), (name) => request.headers.get(name) ?? undefined, endings, args);
  const fullClaims = (options?: PendingSessionOptions) => read(options).fullClaims();
  return Object.assign(auth, { protect: protectRequest as Protect, fullClaims });
}
