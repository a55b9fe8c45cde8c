import type { Clock } from '../clock.ts';
import { isFresher, readToken, type TokenFacts } from './read-token.ts';

/** A token that dies within this time is not handed out any more. */
const LEEWAY_MS = 5000;

export interface TokenKey {
  readonly sessionId: string;
  readonly template?: string | undefined;
  readonly organizationId: string | null;
}

export interface CachedToken extends TokenFacts {
  /** Epoch milliseconds of this device when the server's answer arrived. */
  readonly receivedAt: number;
}

export interface TokenCache {
  /** The token for this key if it is good for more than 5 seconds. */
  read(key: TokenKey): CachedToken | null;
  /** The token for this key, however old. */
  peek(key: TokenKey): CachedToken | null;
  /** Keeps a token unless a fresher one is there; returns the one that is kept, null if it cannot be read. */
  put(key: TokenKey, jwt: string, receivedAt?: number): CachedToken | null;
  clear(): void;
}

const keyText = (key: TokenKey) => JSON.stringify([key.sessionId, key.template ?? '', key.organizationId]);

/**
 * How long a token still lives, by the time since it arrived: a device whose clock is wrong would find every token
 * expired, or none, if it compared `exp` with its own clock.
 */
export function remainingMs(token: CachedToken, clock: Clock): number {
  return (token.exp - token.iat) * 1000 - (clock.now() - token.receivedAt);
}

/** The session tokens and custom JWTs of this tab, one per session, template and organization. */
export function createTokenCache(clock: Clock): TokenCache {
  const tokens = new Map<string, CachedToken>();
  const peek = (key: TokenKey) => tokens.get(keyText(key)) ?? null;
  return {
    peek,
    read: (key) => {
      const token = peek(key);
      return token && remainingMs(token, clock) > LEEWAY_MS ? token : null;
    },
    put: (key, jwt, receivedAt = clock.now()) => {
      const facts = readToken(jwt);
      const known = peek(key);
      if (!facts) return null;
      if (known && (known.jwt === jwt || isFresher(known, facts))) return known;
      const token = { ...facts, receivedAt };
      tokens.set(keyText(key), token);
      return token;
    },
    clear: () => tokens.clear(),
  };
}
