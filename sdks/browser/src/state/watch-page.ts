import type { BrowserPlatform } from '../browser-platform.ts';
import type { CallFrontendApi } from '../frontend-api/call.ts';
import type { TokenKeeper } from '../tokens/keep-token-fresh.ts';
import type { StateStore } from './browser-state.ts';
import type { ClientLoader } from './load-client.ts';
import type { SignedInBrowser } from './signed-in-browser.ts';

/** Questions to the server when somebody comes back to the page: at most one in this time. */
const THROTTLE_MS = 5000;

/**
 * When the page is looked at again: puts the cookies right, renews an old token, and asks the server whether the
 * session still stands (or, signed out, whether somebody signed in elsewhere). Returns how to stop.
 */
export function watchPage(parts: {
  platform: BrowserPlatform;
  call: CallFrontendApi;
  store: StateStore;
  browser: SignedInBrowser;
  loader: ClientLoader;
  keeper: TokenKeeper;
}): () => void {
  const { platform, browser, loader } = parts;
  let askedAt = platform.clock.now();

  const ask = async (): Promise<unknown> => {
    const session = browser.activeSession();
    if (!session || parts.store.get().status !== 'ready') return loader.reload('server');
    const activeOrganizationId = session.last_active_organization_id ?? null;
    const body = { activeOrganizationId, intent: 'focus' };
    return parts.call({ method: 'POST', path: `/client/sessions/${session.id}/touch`, body });
  };

  return platform.onReturn(() => {
    if (parts.store.get().status === 'loading') return;
    if (parts.store.get().status === 'ready') browser.rewriteCookies();
    void parts.keeper.refreshIfDue();
    if (!platform.isOnline() || platform.clock.now() - askedAt < THROTTLE_MS) return;
    askedAt = platform.clock.now();
    // What a 401 means has been seen to by `call`; anything else shows at the next request.
    ask().catch(() => undefined);
  });
}
