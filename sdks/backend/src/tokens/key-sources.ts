import { createRemoteKeySource, createSingleKeySource, type KeySource } from '@bartleby/session-token';
import { platform } from '#platform';
import { systemClock } from '../clock.ts';

export interface KeyLocation {
  /** Public key as PEM. */
  jwtKey?: string | undefined;
  /** Finds the JWK Set; called once and then as the set ages. */
  fetchJwks: (signal: AbortSignal) => Promise<unknown>;
  /** What the set depends on: one source is kept for each. */
  cacheKey: string;
}

// Shared by all clients of the process: frameworks make a client per request.
const sources = new Map<string, KeySource>();
const MAX_SOURCES = 100;

/** The keys that verify this instance's tokens: the given one, else its JWK Set, fetched once and kept fresh. */
export function keySourceFor(location: KeyLocation): KeySource {
  const cacheKey = location.jwtKey ? `pem ${location.jwtKey}` : location.cacheKey;
  const known = sources.get(cacheKey);
  if (known) return known;
  const source = location.jwtKey ? pemKeySource(location.jwtKey) : remoteKeySource(location.fetchJwks);
  if (sources.size >= MAX_SOURCES) sources.clear();
  sources.set(cacheKey, source);
  return source;
}

function pemKeySource(pem: string): KeySource {
  const verifier = platform.importPublicKey(pem.replaceAll('\\n', '\n'));
  if (!(verifier instanceof Promise)) return createSingleKeySource(verifier);
  // Handled where the key is asked for; this keeps a bad key from ending the process first.
  verifier.catch(() => undefined);
  return { find: () => verifier };
}

const remoteKeySource = (fetchJwks: KeyLocation['fetchJwks']) =>
  createRemoteKeySource({
    fetchJwks,
    importKey: (jwk) => platform.importPublicKey(jwk),
    nowSeconds: () => systemClock().getTime() / 1000,
  });

/** Forgets all keys, as a new process would: for tests. */
export const clearKeySources = (): void => sources.clear();
