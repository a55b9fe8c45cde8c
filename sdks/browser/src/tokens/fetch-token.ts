import type { BrowserPlatform } from '../browser-platform.ts';
import { isBartlebyApiError, networkError } from '../frontend-api/api-error.ts';
import type { Send } from '../frontend-api/send.ts';
import type { SessionJson } from '../resources/client.ts';
import type { GetTokenOptions } from '../resources/session.ts';
import type { CachedToken, TokenCache, TokenKey } from './token-cache.ts';

export interface TokenSource {
  getToken(session: SessionJson, options?: GetTokenOptions): Promise<string | null>;
  /** Asks the server for the session's own token, unless a request for it is under way. */
  refresh(session: SessionJson): Promise<string | null>;
}

const isSignedOut = (error: unknown) =>
  isBartlebyApiError(error) && (error.status === 401 || error.status === 422 || error.status === 403);

async function askServer(
  { platform, send }: { platform: BrowserPlatform; send: Send },
  key: TokenKey,
  skipCache: boolean,
): Promise<string> {
  const tabState = platform.hasFocus() ? 'focused' : platform.isVisible() ? 'visible' : 'hidden';
  const template = key.template ? `/${encodeURIComponent(key.template)}` : '';
  const answer = await send({
    method: 'POST',
    path: `/client/sessions/${key.sessionId}/tokens${template}`,
    query: skipCache ? { debug: 'skip_cache' } : {},
    body: template ? {} : { organizationId: key.organizationId, tabState },
    // Asking for a token changes nothing, so it may be repeated.
    tries: 5,
  });
  const { jwt } = (answer ?? {}) as { jwt?: unknown };
  if (typeof jwt !== 'string' || !jwt) throw networkError(platform.isOnline());
  return jwt;
}

function keyOf(session: SessionJson, options?: GetTokenOptions): TokenKey {
  const { template, organizationId } = options ?? {};
  const organization = organizationId === undefined ? session.last_active_organization_id : organizationId;
  return { sessionId: session.id, template, organizationId: organization || null };
}

/** `getToken`: from the cache if it can, one request per key at a time if it cannot (frontend-api 5.9, 6). */
export function createTokenSource(parts: {
  platform: BrowserPlatform;
  send: Send;
  cache: TokenCache;
  /** A new token is here. */
  onToken(key: TokenKey, token: CachedToken): void;
  /** The server says the session is over; resolves to true when it really is. */
  onUnauthenticated(sessionId: string): Promise<boolean>;
}): TokenSource {
  const { cache } = parts;
  const underWay = new Map<string, Promise<string | null>>();

  const fetchToken = async (key: TokenKey, skipCache: boolean): Promise<string | null> => {
    try {
      const jwt = await askServer(parts, key, skipCache);
      const token = cache.put(key, jwt);
      if (token) parts.onToken(key, token);
      return token?.jwt ?? jwt;
    } catch (error) {
      if (isSignedOut(error) && (await parts.onUnauthenticated(key.sessionId))) return null;
      throw error;
    }
  };

  const fetchOnce = (key: TokenKey): Promise<string | null> => {
    const name = JSON.stringify(key);
    const request = underWay.get(name) ?? fetchToken(key, false).finally(() => underWay.delete(name));
    underWay.set(name, request);
    return request;
  };

  return {
    refresh: (session) => fetchOnce(keyOf(session)),
    getToken: async (session, options) => {
      const key = keyOf(session, options);
      // A request under way may have begun before the change that skipCache wants to see.
      if (options?.skipCache) return fetchToken(key, true);
      return cache.read(key)?.jwt ?? fetchOnce(key);
    },
  };
}
