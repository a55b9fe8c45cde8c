import { decodeJwt } from '@bartleby/session-token';
import { type SignedInAuthObject, signedInAuthObject } from '../auth/auth-object.ts';
import type { JwtPayload } from '../auth/session-claims.ts';
import { sessionCallsOf } from '../backend-api/session-calls.ts';
import type { BartlebyClient } from '../client.ts';

/**
 * The Auth object of a token that a middleware has verified already; the caller has checked that it was. Nothing
 * is verified here.
 * @throws Error for what is not a JWT.
 */
export function authFromVerifiedToken(token: string, client: () => BartlebyClient): SignedInAuthObject {
  const decoded = decodeJwt(token);
  if (!decoded) throw new Error('This is not a JWT.');
  return signedInAuthObject({
    token,
    claims: decoded.claims as unknown as JwtPayload,
    calls: sessionCallsOf(client),
  });
}
