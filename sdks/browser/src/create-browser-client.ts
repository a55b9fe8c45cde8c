import type { BrowserClient, BrowserClientOptions } from './browser-client.ts';
import { type BrowserPlatform, currentBrowser } from './browser-platform.ts';
import { createSessionCookies } from './cookies/session-cookies.ts';
import { createCall } from './frontend-api/call.ts';
import { createSend } from './frontend-api/send.ts';
import { frontendApiBase, readPublishableKey } from './publishable-key.ts';
import { type Environment, environmentFrom } from './resources/environment.ts';
import { createStateStore } from './state/browser-state.ts';
import { createSessionChange } from './state/change-session.ts';
import { createClientLoader } from './state/load-client.ts';
import { createSignedInBrowser, type SignedInBrowser } from './state/signed-in-browser.ts';
import { watchPage } from './state/watch-page.ts';
import { createTabs, type TabMessage } from './tabs.ts';
import { createTokenSource } from './tokens/fetch-token.ts';
import { createTokenKeeper } from './tokens/keep-token-fresh.ts';
import { createTokenCache } from './tokens/token-cache.ts';

/** The parts of a client, wired by hand; each knows only what it is given. */
function createParts(options: BrowserClientOptions, platform: BrowserPlatform) {
  const key = readPublishableKey(options.publishableKey);
  const base = frontendApiBase(key, { ...options, origin: platform.location.origin });
  const store = createStateStore();
  const cache = createTokenCache(platform.clock);
  const cookies = createSessionCookies(platform, key);
  const send = createSend(platform, base, () => browser.activeSession()?.id ?? null);
  const call = createCall(send, {
    onClient: (client) => {
      browser.applyClient(client as Parameters<SignedInBrowser['applyClient']>[0], 'keep');
      keeper.arm();
    },
    onUnauthenticated: async () => {
      await loader.isSessionOver('');
    },
  });
  const browser = createSignedInBrowser({
    store,
    cache,
    cookies,
    actions: {
      call: async (request) => {
        const resource = await call(request);
        if (request.method !== 'GET' && request.path.startsWith('/me')) tabs.tell({ type: 'client' });
        return resource;
      },
      getToken: (session, tokenOptions) => tokens.getToken(session, tokenOptions),
      remove: (sessionId) => change.signOut({ sessionId }),
    },
  });
  const loader = createClientLoader({ platform, send, store, cache, cookies, browser });
  const tokens = createTokenSource({
    platform,
    send,
    cache,
    onToken: (tokenKey, token) => {
      tabs.tellToken(tokenKey, token);
      if (!tokenKey.template) browser.showToken(token);
      keeper.arm();
    },
    onUnauthenticated: (sessionId) => loader.isSessionOver(sessionId),
  });
  const keeper = createTokenKeeper({
    platform,
    cache,
    lockName: `bartleby:refresh:${key.cookieSuffix}`,
    activeSession: () => browser.activeSession() ?? loader.sessionFromCookie(),
    refresh: (session) => tokens.refresh(session),
  });
  const onMessage = (message: TabMessage) => {
    if (message.type === 'client') return void loader.reload('server').catch(() => undefined);
    if (message.type === 'signout') return browser.applyClient(null, 'keep');
    const token = cache.put(message.key, message.jwt, message.receivedAt);
    if (token && !message.key.template) browser.showToken(token);
    keeper.arm();
  };
  const tabs = createTabs(platform, key.cookieSuffix, onMessage);
  const navigate = async (url: string) => (options.navigate ?? platform.navigate)(url);
  const settle = async () => {
    const session = browser.activeSession();
    if (session) {
      await tokens.getToken(session).catch(() => null);
      browser.rewriteCookies();
    }
    keeper.arm();
  };
  const reload = () => loader.reload('keep');
  const change = createSessionChange({ options, send, call, cache, browser, tabs, reload, settle, navigate });
  return {
    base,
    store,
    platform,
    browser,
    call,
    send,
    loader,
    tokens,
    keeper,
    tabs,
    change,
    navigate,
    settle,
  };
}

/**
 * Makes the client of one instance for this page. Nothing happens before `load()`, so that it may be made while
 * rendering on a server too. Throws an Error when the publishable key is not one.
 */
export function createBartlebyBrowserClient(
  options: BrowserClientOptions,
  platform: BrowserPlatform = currentBrowser(),
): BrowserClient {
  const parts = createParts(options, platform);
  const { store, browser, loader, tokens, keeper, tabs, change } = parts;
  let booting: Promise<void> | undefined;
  let stopWatching: (() => void) | undefined;
  let environment: Promise<Environment> | undefined;

  const load = (): Promise<void> => {
    stopWatching ??= watchPage(parts);
    tabs.open();
    keeper.arm();
    booting ??= loader.boot().then(parts.settle, (error: unknown) => {
      booting = undefined;
      throw error;
    });
    return booting;
  };

  return {
    publishableKey: options.publishableKey,
    frontendApi: parts.base,
    getState: store.get,
    subscribe: store.subscribe,
    load,
    stop: () => {
      stopWatching?.();
      stopWatching = undefined;
      tabs.close();
      keeper.stop();
      loader.stop();
    },
    reload: () => loader.reload('server'),
    loadEnvironment: () => {
      environment ??= parts.send({ method: 'GET', path: '/environment' }).then(environmentFrom, (error) => {
        environment = undefined;
        throw error;
      });
      return environment;
    },
    getToken: async (tokenOptions) => {
      await load();
      const session = browser.activeSession() ?? loader.sessionFromCookie();
      return session && tokens.getToken(session, tokenOptions);
    },
    setActive: change.setActive,
    signOut: change.signOut,
    navigate: parts.navigate,
  };
}
