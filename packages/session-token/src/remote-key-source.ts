import { importJwks } from './jwk-set.ts';
import type { KeySource, Verifier } from './key-source.ts';
import type { PublicJwk } from './public-jwk.ts';

export interface RemoteKeySourceOptions {
  /** Fetches the JWK Set and answers its parsed JSON. Throws when it could not; `signal` ends it after the timeout. */
  fetchJwks: (signal: AbortSignal) => Promise<unknown>;
  /** `importPublicKey` of `./node` or `./webcrypto`. */
  importKey: (jwk: PublicJwk) => Verifier | Promise<Verifier>;
  /** The clock, seconds since 1970. */
  nowSeconds: () => number;
  /** A set older than this is fetched again before it is used: bounds how long a withdrawn key is honoured. 60. */
  maxAgeSeconds?: number;
  /** A set older than this is fetched again in the background while it serves. Half of `maxAgeSeconds`. */
  refreshAfterSeconds?: number;
  /** An unknown key id causes a fetch at most this often. 30. */
  cooldownSeconds?: number;
  /** While fetching fails, the last set serves until this much past its `maxAgeSeconds`. 300. */
  staleIfErrorSeconds?: number;
  /** A fetch that takes longer counts as failed. 5. */
  timeoutSeconds?: number;
}

interface LoadedKeys {
  readonly source: KeySource;
  readonly loadedAtSeconds: number;
}

const MAX_RETRY_DELAY_SECONDS = 30;

/**
 * Keys from a JWK Set endpoint. One fetch at a time, shared by all who wait; a fetched set replaces the one before
 * it and is never merged with it; a known key is answered without waiting; failed fetches are repeated after 1, 2,
 * 4 … 30 seconds. One source belongs to one instance: nothing is shared between sources.
 */
export function createRemoteKeySource(options: RemoteKeySourceOptions): KeySource {
  const { nowSeconds, maxAgeSeconds = 60, cooldownSeconds = 30, staleIfErrorSeconds = 300 } = options;
  const { refreshAfterSeconds = maxAgeSeconds / 2 } = options;
  let loaded: LoadedKeys | null = null;
  let inFlight: Promise<void> | null = null;
  let failures = 0;
  let failedAtSeconds = 0;
  let lastError: unknown;

  /** Seconds since `instant`; infinite when the clock was set back, so that nothing lives longer because of it. */
  const secondsSince = (instant: number) => {
    const elapsed = nowSeconds() - instant;
    return elapsed >= 0 ? elapsed : Number.POSITIVE_INFINITY;
  };
  const mayRetry = () =>
    failures === 0 || secondsSince(failedAtSeconds) >= Math.min(MAX_RETRY_DELAY_SECONDS, 2 ** (failures - 1));

  async function load(): Promise<void> {
    try {
      const source = await importJwks(await fetchWithin(options), options.importKey);
      loaded = { source, loadedAtSeconds: nowSeconds() };
      failures = 0;
    } catch (error) {
      failures += 1;
      failedAtSeconds = nowSeconds();
      lastError = error;
    } finally {
      inFlight = null;
    }
  }

  /** Starts a fetch unless one is under way or the last failure is too recent. Never rejects. */
  function refresh(): Promise<void> {
    if (inFlight === null && mayRetry()) inFlight = load();
    return inFlight ?? Promise.resolve();
  }

  async function refreshThenFind(keyId: string): Promise<Verifier | undefined> {
    await refresh();
    if (loaded === null || secondsSince(loaded.loadedAtSeconds) >= maxAgeSeconds + staleIfErrorSeconds)
      throw new Error('The JWK Set could not be loaded.', { cause: lastError });
    return loaded.source.find(keyId);
  }

  return {
    find(keyId) {
      if (loaded === null) return refreshThenFind(keyId);
      const age = secondsSince(loaded.loadedAtSeconds);
      if (age >= maxAgeSeconds) return refreshThenFind(keyId);
      const verifier = loaded.source.find(keyId);
      if (verifier === undefined) return age >= cooldownSeconds ? refreshThenFind(keyId) : undefined;
      if (age >= refreshAfterSeconds) void refresh();
      return verifier;
    },
  };
}

/** The fetched set; rejects after the timeout even if `fetchJwks` ignores its signal. */
async function fetchWithin({ fetchJwks, timeoutSeconds = 5 }: RemoteKeySourceOptions): Promise<unknown> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The JWK Set did not arrive within ${timeoutSeconds} seconds.`));
      controller.abort();
    }, timeoutSeconds * 1000);
  });
  try {
    return await Promise.race([fetchJwks(controller.signal), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
