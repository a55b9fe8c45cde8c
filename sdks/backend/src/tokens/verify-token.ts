import { type KeySource, verifyCustomJwt, verifySessionToken } from '@bartleby/session-token';
import type { JwtPayload } from '../auth/session-claims.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { VerificationOptions } from '../request-state/authenticate-options.ts';
import { publishedReason } from './published-reason.ts';
import { TokenVerificationError } from './token-verification-error.ts';

export interface VerifyWithKeysOptions extends VerificationOptions {
  keys: KeySource;
  clock?: Clock | undefined;
}

const DEFAULT_CLOCK_SKEW_MILLISECONDS = 5000;

/** The options of the strict verifier, in its units. */
export function validationOptions(options: VerifyWithKeysOptions) {
  const { keys, issuer, audience, authorizedParties } = options;
  return {
    keys,
    issuer,
    audience,
    // As in the contract, an empty list is no list.
    authorizedParties: authorizedParties?.length ? authorizedParties : undefined,
    nowSeconds: (options.clock ?? systemClock)().getTime() / 1000,
    clockSkewSeconds: (options.clockSkewInMs ?? DEFAULT_CLOCK_SKEW_MILLISECONDS) / 1000,
  };
}

/**
 * Verifies a session token and answers with its claims. Tokens of any other class are refused.
 * @throws TokenVerificationError
 */
export async function verifySessionTokenOrThrow(
  token: string,
  options: VerifyWithKeysOptions,
): Promise<JwtPayload> {
  const result = await verifySessionToken(token, validationOptions(options));
  if (!result.ok) throw new TokenVerificationError(publishedReason(result), result.message);
  return result.claims as unknown as JwtPayload;
}

/**
 * Verifies a custom JWT (one made from a JWT template). It says who a session's user is to another service; it
 * never signs anyone in here.
 * @throws TokenVerificationError
 */
export async function verifyCustomJwtOrThrow(
  token: string,
  options: VerifyWithKeysOptions,
): Promise<Record<string, unknown>> {
  const result = await verifyCustomJwt(token, validationOptions(options));
  if (!result.ok) throw new TokenVerificationError(publishedReason(result), result.message);
  return result.claims;
}
