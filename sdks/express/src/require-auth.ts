import { signInRedirect } from '@bartleby/backend/internal';
import type { Request, RequestHandler, Response } from 'express';
import { type BartlebyMiddlewareOptions, bartlebyMiddleware, requestStateOf } from './bartleby-middleware.ts';
import { getAuth } from './get-auth.ts';

/**
 * Lets signed-in requests pass. A person's browser is sent to the sign-in page and back; any other request gets
 * status 401 and an error in JSON. Runs `bartlebyMiddleware()` itself where it did not run before.
 */
export function requireAuth(options: BartlebyMiddlewareOptions = {}): RequestHandler {
  const middleware = bartlebyMiddleware(options);
  return (request, response, next) =>
    middleware(request, response, (error?: unknown) => {
      if (error) return next(error);
      if (getAuth(request).isAuthenticated) return next();
      return refuse(request, response);
    });
}

function refuse(request: Request, response: Response): void {
  const state = requestStateOf(request);
  if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html' && state) {
    const currentUrl = new URL(`${request.protocol}://${request.get('host')}${request.originalUrl}`);
    response.redirect(302, signInRedirect(state, { currentUrl }).href);
    return;
  }
  response.status(401).json({
    errors: [
      {
        code: 'authentication_invalid',
        message: 'Sign in first.',
        long_message: 'This address needs a signed-in user.',
      },
    ],
  });
}
