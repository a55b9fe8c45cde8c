import type { JsonObject } from '../json-value.ts';

/** Default claims of a session token that a custom JWT has too (backend-api.md 1.7). */
const SHARED: readonly string[] = ['azp', 'iat', 'iss', 'jti', 'sub'];

/**
 * The default claims of a custom JWT made from those of a session token, as a preview knows them: nothing about the
 * session, and times of its own.
 * @returns `exp` and `nbf` counted from the session token's `iat`, in Unix seconds
 */
export function customJwtDefaults(
  sessionTokenDefaults: JsonObject,
  times: { readonly lifetimeSeconds: number; readonly allowedClockSkewSeconds: number },
): JsonObject {
  const issuedAt = Number(sessionTokenDefaults.iat);
  return {
    ...Object.fromEntries(Object.entries(sessionTokenDefaults).filter(([name]) => SHARED.includes(name))),
    exp: issuedAt + times.lifetimeSeconds,
    nbf: issuedAt - times.allowedClockSkewSeconds,
  };
}
