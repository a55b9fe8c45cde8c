import type { SignedInAuthObject } from '@bartleby/backend';
import type { Request, Response } from 'express';
import { clientOf, replaceAuth, requestStateOf } from './bartleby-middleware.ts';
import { getAuth } from './get-auth.ts';

/**
 * Hands the browser, with this answer, a session token with the claims as they are now. Call it after a change of what
 * the claims are made of, before the answer is sent: `getAuth(req)` and the browser's next request have the new claims.
 * A request with a Bearer token keeps no session in cookies, so that none is set for it.
 * @throws Error where `bartlebyMiddleware()` did not run before, or when nobody is signed in; rejects with
 * `BartlebyAPIResponseError`, status 404, when the session has ended meanwhile.
 */
export async function refreshSessionCookie(
  request: Request,
  response: Response,
): Promise<SignedInAuthObject> {
  const auth = getAuth(request, { treatPendingAsSignedOut: false }) as SignedInAuthObject;
  const refreshed = await clientOf(request).refreshSessionCookie(auth, {
    publishableKey: requestStateOf(request)?.publishableKey,
    secure: request.protocol === 'https',
  });
  if (!request.headers.authorization)
    for (const [name, line] of refreshed.headers) response.append(name, line);
  replaceAuth(request, refreshed);
  return refreshed.auth;
}
