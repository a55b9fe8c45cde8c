import { emptyJsonObject, type JsonObject } from '../json-value.ts';
import { isReservedClaim } from '../shortcode/default-claims.ts';

/**
 * The claims of a token: custom claims first, default claims written last and always winning (rule R14).
 * Reserved names among the custom claims are dropped, also those that this token has no default for.
 */
export function mergeDefaultClaims(custom: JsonObject, defaults: JsonObject): JsonObject {
  const claims = emptyJsonObject();
  for (const [name, value] of Object.entries(custom)) if (!isReservedClaim(name)) claims[name] = value;
  for (const [name, value] of Object.entries(defaults)) if (value !== undefined) claims[name] = value;
  return claims;
}
