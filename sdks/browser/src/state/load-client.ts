import type { BrowserPlatform } from '../browser-platform.ts';
import type { SessionCookies } from '../cookies/session-cookies.ts';
import { isBartlebyApiError } from '../frontend-api/api-error.ts';
import type { Send } from '../frontend-api/send.ts';
import { type ClientJson, type SessionJson, signedInSessions } from '../resources/client.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import type { StateStore } from './browser-state.ts';
import type { SignedInBrowser } from './signed-in-browser.ts';

const BOOT_TIMEOUT_MS = 7000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30_000;

export interface ClientLoader {
  /** The first question to the server; see `BrowserClient.load`. */
  boot(): Promise<void>;
  reload(active: 'keep' | 'server'): Promise<void>;
  /** Asks the server whether a session that it just refused is really over. */
  isSessionOver(sessionId: string): Promise<boolean>;
  /** While the server cannot be reached: the session that the cookie tells of. */
  sessionFromCookie(): SessionJson | null;
  stop(): void;
}

/** Whether the server answered, and said no: asking again will not help. */
const isRefusal = (error: unknown) =>
  isBartlebyApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429;

/** What the cookie says while the server says nothing: shown, and returned as a session without its user. */
function showCookie(parts: {
  store: StateStore;
  cache: TokenCache;
  cookies: SessionCookies;
}): SessionJson | null {
  const token = parts.cookies.readSession();
  if (!token) return null;
  const { organizationId, claims, claimsAsOf } = token;
  const { sid: id, sub: userId } = claims;
  parts.cache.put({ sessionId: id, organizationId }, token.jwt, token.iat * 1000);
  parts.store.update({ auth: { userId, sessionId: id, sessionClaims: claims, claimsAsOf } });
  return { id, status: 'active', last_active_organization_id: organizationId };
}

/** How the page learns from the server who is signed in, and keeps asking while there is no answer. */
export function createClientLoader(parts: {
  platform: BrowserPlatform;
  send: Send;
  store: StateStore;
  cache: TokenCache;
  cookies: SessionCookies;
  browser: SignedInBrowser;
}): ClientLoader {
  const { platform, send, store, browser } = parts;
  let cancelRetry: (() => void) | undefined;
  let fromCookie: SessionJson | null = null;

  const ask = async (active: 'keep' | 'server', tries: number): Promise<void> => {
    const revision = browser.revision();
    const answer = await send({ method: 'GET', path: '/client', tries, timeoutMs: BOOT_TIMEOUT_MS });
    const { response } = answer as { response?: ClientJson | null };
    cancelRetry?.();
    fromCookie = null;
    if (browser.revision() === revision) browser.applyClient(response ?? null, active);
  };

  const retryLater = (ms: number) => {
    cancelRetry?.();
    cancelRetry = platform.setTimer(
      () => void ask('server', 1).catch(() => retryLater(Math.min(ms * 2, LAST_RETRY_MS))),
      ms,
    );
  };

  return {
    sessionFromCookie: () => fromCookie,
    stop: () => cancelRetry?.(),
    reload: (active) => ask(active, 4),
    boot: async () => {
      try {
        await ask('server', 2);
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        store.update({ status: isRefusal(error) ? 'error' : 'degraded', error: reason });
        if (isRefusal(error)) throw error;
        fromCookie = showCookie(parts);
        retryLater(FIRST_RETRY_MS);
      }
    },
    isSessionOver: async (sessionId) => {
      try {
        await ask('keep', 2);
      } catch (error) {
        // Not even the Client may be read: whoever this browser was, it is signed out.
        if (!isRefusal(error)) return false;
        browser.applyClient(null, 'keep');
      }
      return !signedInSessions(browser.client()).some(({ id }) => id === sessionId);
    },
  };
}
