import type { SignedInAuthObject } from '@bartleby/backend';
import { readRequestAuth } from './auth.ts';
import { createNextClient } from './bartleby-client.ts';

/**
 * Hands the browser, with this answer, a session token with the claims as they are now. For Route Handlers and Server
 * Actions, after a change of what the claims are made of: the browser's next request has the new claims. `auth()` goes
 * on answering for the token that this request came with; what is returned has the new claims. A request with a Bearer
 * token keeps no session in cookies, so that none is set for it.
 * Rejects with an Error when nobody is signed in, and with `BartlebyAPIResponseError`, status 404, when the session has
 * ended meanwhile. Next.js itself throws where cookies cannot be set.
 */
export async function refreshSessionCookie(): Promise<SignedInAuthObject> {
  const { auth, url, readHeader } = await readRequestAuth();
  const refreshed = await createNextClient().refreshSessionCookie(auth as SignedInAuthObject, {
    secure: url.protocol === 'https:',
  });
  if (readHeader('authorization') === undefined) {
    const { cookies } = await import('next/headers');
    const jar = await cookies();
    for (const cookie of refreshed.cookies) jar.set(cookie);
  }
  return refreshed.auth;
}
