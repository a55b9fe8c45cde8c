import {
  createKeySource,
  type KeySource,
  type SyncKeySource,
  type SyncVerifier,
  type Verifier,
} from './key-source.ts';
import { type PublicJwk, readPublicJwk, type UnusableKeyReason } from './public-jwk.ts';
import { isObject, parseStrictJsonObject } from './strict-json.ts';

/** RFC 7517 section 5. */
export interface JsonWebKeySet {
  readonly keys: readonly PublicJwk[];
}

export interface ParsedJwks extends JsonWebKeySet {
  /** Keys that are there but not used, by position in the set: kept so that an operator can be told. */
  readonly ignored: readonly { readonly index: number; readonly reason: UnusableKeyReason }[];
}

/**
 * Reads a JWK Set, given as text or as a parsed value. Unknown members are ignored, keys that cannot verify RS256
 * are left out (RFC 7517 section 5), and so are private keys and keys that share their `kid` with another one.
 * @throws TypeError when it is not a JWK Set at all.
 */
export function parseJwks(json: unknown): ParsedJwks {
  const value = typeof json === 'string' ? parseStrictJsonObject(json) : json;
  if (!isObject(value) || !Array.isArray(value.keys))
    throw new TypeError('This is not a JWK Set: a JSON object with a list "keys" is needed.');
  const usable: { index: number; jwk: PublicJwk }[] = [];
  const ignored: { index: number; reason: UnusableKeyReason }[] = [];
  for (const [index, entry] of value.keys.entries()) {
    const jwk = readPublicJwk(entry);
    if (typeof jwk === 'string') ignored.push({ index, reason: jwk });
    else if (jwk.kid === undefined) ignored.push({ index, reason: 'without-kid' });
    else usable.push({ index, jwk: { ...jwk, kid: jwk.kid } });
  }
  const uses = new Map<string, number>();
  for (const { jwk } of usable) uses.set(jwk.kid, (uses.get(jwk.kid) ?? 0) + 1);
  const keys: PublicJwk[] = [];
  for (const { index, jwk } of usable) {
    if (uses.get(jwk.kid) === 1) keys.push(jwk);
    else ignored.push({ index, reason: 'ambiguous-kid' });
  }
  return { keys, ignored };
}

/** A JWK Set as JSON text: the six public members of each key and nothing else. */
export function serializeJwks(keys: readonly PublicJwk[]): string {
  return JSON.stringify({
    keys: keys.map(({ use, kty, kid, alg, n, e }) => ({ use, kty, kid, alg, n, e })),
  });
}

/** The usable keys of a JWK Set as a key source; `importKey` comes from `./node` (answers at once) or `./webcrypto`. */
export function createJwksKeySource(
  jwks: unknown,
  importKey: (jwk: PublicJwk) => SyncVerifier,
): SyncKeySource {
  return createKeySource(parseJwks(jwks).keys.map(importKey));
}

/** As `createJwksKeySource`, for importers that answer later. A key that cannot be imported is left out. */
export async function importJwks(
  jwks: unknown,
  importKey: (jwk: PublicJwk) => Verifier | Promise<Verifier>,
): Promise<KeySource> {
  const imports = parseJwks(jwks).keys.map(async (jwk) => importKey(jwk));
  const settled = await Promise.allSettled(imports);
  return createKeySource(
    settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
  );
}
