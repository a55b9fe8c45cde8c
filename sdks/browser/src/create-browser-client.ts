import type { BrowserClient, BrowserClientOptions } from './browser-client.ts';
import { type BrowserPlatform, currentBrowser } from './browser-platform.ts';
import { createSessionCookies } from './cookies/session-cookies.ts';
import { createCall } from './frontend-api/call.ts';
import { createSend, type Send } from './frontend-api/send.ts';
import { frontendApiBase, readPublishableKey } from './publishable-key.ts';
import { type ClientJson, signedInSessions } from './resources/client.ts';
import { type Environment, environmentFrom } from './resources/environment.ts';
import { createStateStore } from './state/browser-state.ts';
import { createSessionChange } from './state/change-session.ts';
import { createClientDescription } from './state/describe-client.ts';
import { createChangeListener } from './state/listen-for-changes.ts';
import { type ClientLoader, createClientLoader } from './state/load-client.ts';
import { createSignedInBrowser, type SignedInBrowser } from './state/signed-in-browser.ts';
import { watchPage } from './state/watch-page.ts';
import { createTabs, type TabMessage } from './tabs.ts';
import { createTokenSource, type TokenSource } from './tokens/fetch-token.ts';
import { createTokenKeeper } from './tokens/keep-token-fresh.ts';
import { type CachedToken, createTokenCache, type TokenCache, type TokenKey } from './tokens/token-cache.ts';

/** What stands on nothing else. */
function createGround(options: BrowserClientOptions, platform: BrowserPlatform) {
  const key = readPublishableKey(options.publishableKey);
  const base = frontendApiBase(key, { ...options, origin: platform.location.origin });
  const store = createStateStore();
  const cache = createTokenCache(platform.clock);
  const cookies = createSessionCookies(platform, key);
  const navigate = async (url: string) => {
    // Whatever an app hands us as a return address, it is never run as a script.
    if (new URL(url, platform.location.origin).protocol === 'javascript:')
      throw new Error('A javascript: URL is no address to go to.');
    await (options.navigate ?? platform.navigate)(url);
  };
  return { options, platform, key, base, store, cache, cookies, navigate };
}

/** The parts of a client, wired by hand; each knows only what it is given. */
function createParts(options: BrowserClientOptions, platform: BrowserPlatform) {
  const ground = createGround(options, platform);
  const { key, base, cache } = ground;
  const send = createSend(platform, base, () => browser.activeSession()?.id ?? null);
  const call = createCall(send, {
    onClient: (client) => {
      browser.applyClient(client as ClientJson, 'keep');
      keeper.arm();
    },
    onUnauthenticated: () => loader.isSessionOver('').then(() => undefined),
  });
  const describe = createClientDescription({
    call: async (request) => {
      const resource = await call(request);
      if (request.method !== 'GET' && request.path.startsWith('/me')) tabs.tell({ type: 'client' });
      return resource;
    },
    getToken: (session, tokenOptions) => tokens.getToken(session, tokenOptions),
    remove: (sessionId) => change.signOut({ sessionId }),
  });
  const browser = createSignedInBrowser({ ...ground, describe });
  const loader = createClientLoader({ ...ground, send, browser });
  const showToken = (tokenKey: TokenKey, token: CachedToken) => {
    if (!tokenKey.template) browser.showToken(token);
    keeper.arm();
  };
  const tabs = createTabs(platform, key.cookieSuffix, (message) =>
    receiveTabMessage(message, { cache, browser, loader, showToken }),
  );
  const tokens = createTokenSource({
    ...ground,
    send,
    onToken: (tokenKey, token) => {
      tabs.tellToken(tokenKey, token);
      showToken(tokenKey, token);
    },
    onUnauthenticated: loader.isSessionOver,
  });
  const keeper = createTokenKeeper({
    ...ground,
    lockName: `bartleby:refresh:${key.cookieSuffix}`,
    activeSession: () => browser.activeSession() ?? loader.sessionFromCookie(),
    refresh: tokens.refresh,
  });
  const listener = createChangeListener({
    ...ground,
    lockName: `bartleby:events:${key.cookieSuffix}`,
    claimsAsOf: () => secondsOf(ground.store.get().auth?.claimsAsOf),
    onUnauthenticated: () => loader.isSessionOver(''),
    onEvent: ({ object, session_id: sessionId = '' }) => {
      // A session that another tab shows gets its token too: tabs share them.
      const session = signedInSessions(browser.client()).find(({ id }) => id === sessionId);
      if (object === 'claims_changed' && session)
        tokens.getToken(session, { skipCache: true }).catch(() => undefined);
      if (object === 'session_ended')
        void loader.isSessionOver(sessionId).finally(() => tabs.tell({ type: 'client' }));
    },
  });
  const settle = () => settleToken(browser, tokens).finally(keeper.arm);
  const reload = () => loader.reload('keep');
  const change = createSessionChange({ ...ground, send, call, browser, tabs, reload, settle });
  return { ...ground, browser, call, send, loader, tokens, keeper, tabs, change, settle, listener };
}

const secondsOf = (instant: Date | null | undefined) => (instant ? instant.getTime() / 1000 : null);

/** What another tab says, taken over here. */
function receiveTabMessage(
  message: TabMessage,
  parts: {
    cache: TokenCache;
    browser: SignedInBrowser;
    loader: ClientLoader;
    showToken(key: TokenKey, token: CachedToken): void;
  },
): void {
  if (message.type === 'client') return void parts.loader.reload('server').catch(() => undefined);
  if (message.type === 'signout') return void parts.browser.applyClient(null, 'keep');
  const token = parts.cache.put(message.key, message.jwt, message.receivedAt);
  if (token) parts.showToken(message.key, token);
}

/** After a change: the active session has a token, in cache and cookie, unless the server cannot give one now. */
async function settleToken(browser: SignedInBrowser, tokens: TokenSource): Promise<void> {
  const session = browser.activeSession();
  if (!session) return;
  await tokens.getToken(session).catch(() => null);
  browser.rewriteCookies();
}

function createEnvironmentLoader(send: Send): () => Promise<Environment> {
  let environment: Promise<Environment> | undefined;
  return () => {
    environment ??= send({ method: 'GET', path: '/environment' }).then(environmentFrom, (error) => {
      environment = undefined;
      throw error;
    });
    return environment;
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
  const { store, browser, loader, tokens, keeper, tabs, change, listener } = parts;
  let booting: Promise<void> | undefined;
  let stopWatching: (() => void) | undefined;

  const watch = () => {
    const ends = [watchPage(parts)];
    if (options.liveClaims !== false)
      ends.push(
        store.subscribe(listener.arm),
        platform.onReturn(listener.arm),
        platform.onHide(listener.arm),
        listener.stop,
      );
    if (options.liveClaims !== false) listener.arm();
    return () => {
      for (const end of ends) end();
    };
  };

  const load = (): Promise<void> => {
    stopWatching ??= watch();
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
    loadEnvironment: createEnvironmentLoader(parts.send),
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
