import { emptyJsonObject, type JsonObject } from '../json-value.ts';
import { isReservedClaim } from '../shortcode/default-claims.ts';

/**
 * The claims of a token: custom claims first, default claims written last and always winning (rule R14).
 * Reserved names among the custom claims are dropped, also those that this token has no default for; but for
 * `ownClaims`, which stay as the template says.
 */
export function mergeDefaultClaims(
  custom: JsonObject,
  defaults: JsonObject,
  ownClaims: readonly string[] = [],
): JsonObject {
  const claims = emptyJsonObject();
  for (const [name, value] of Object.entries(custom))
    if (!isReservedClaim(name) || ownClaims.includes(name)) claims[name] = value;
  for (const [name, value] of Object.entries(defaults))
    if (value !== undefined && !(ownClaims.includes(name) && name in claims)) claims[name] = value;
  return claims;
}
