import type { SignedInAuthObject, SignedOutAuthObject } from './auth-object.ts';
import type { RegisteredClaims } from './session-claims.ts';

/**
 * The closed reader of session claims. With the file that `bartleby types` writes, the result has exactly the
 * template's claims and the default claims, so that a misspelt claim does not compile; without it, any name
 * reads as `unknown`. `null` when signed out.
 */
export function claims(auth: SignedInAuthObject): RegisteredClaims;
export function claims(auth: SignedOutAuthObject): null;
export function claims(
  auth: Pick<SignedInAuthObject | SignedOutAuthObject, 'sessionClaims'>,
): RegisteredClaims | null;
export function claims(
  auth: Pick<SignedInAuthObject | SignedOutAuthObject, 'sessionClaims'>,
): RegisteredClaims | null {
  return auth.sessionClaims as RegisteredClaims | null;
}
