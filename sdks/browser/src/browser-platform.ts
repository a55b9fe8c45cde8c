import { type Clock, systemClock } from './clock.ts';
import { type CookieJar, documentCookies } from './cookies/cookie-jar.ts';

/** A line to the other tabs of this origin. */
export interface TabChannel {
  post(message: unknown): void;
  close(): void;
}

/** Everything the client takes from the browser, so that a test can hand in its own. */
export interface BrowserPlatform {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly cookies: CookieJar;
  /** The page's own address; empty strings outside a browser. */
  readonly location: { readonly origin: string; readonly hostname: string; readonly isSecure: boolean };
  sleep(ms: number): Promise<void>;
  /** Calls back once after `ms`; returns how to cancel. */
  setTimer(callback: () => void, ms: number): () => void;
  isVisible(): boolean;
  hasFocus(): boolean;
  isOnline(): boolean;
  /** Calls back when the page is shown, focused or online again; returns how to stop. */
  onReturn(callback: () => void): () => void;
  /** Calls back when the page is hidden; returns how to stop. */
  onHide(callback: () => void): () => void;
  openChannel(name: string, onMessage: (message: unknown) => void): TabChannel;
  /** Runs `work` while no other tab runs its own under this name. */
  withLock<T>(name: string, work: () => Promise<T>): Promise<T>;
  navigate(url: string): void;
}

function onReturn(callback: () => void): () => void {
  const shown = () => {
    if (document.visibilityState === 'visible') callback();
  };
  window.addEventListener('focus', callback);
  window.addEventListener('online', callback);
  document.addEventListener('visibilitychange', shown);
  return () => {
    window.removeEventListener('focus', callback);
    window.removeEventListener('online', callback);
    document.removeEventListener('visibilitychange', shown);
  };
}

function onHide(callback: () => void): () => void {
  const hidden = () => {
    if (document.visibilityState === 'hidden') callback();
  };
  document.addEventListener('visibilitychange', hidden);
  return () => document.removeEventListener('visibilitychange', hidden);
}

function openChannel(name: string, onMessage: (message: unknown) => void): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { post() {}, close() {} };
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}

function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Without Web Locks (plain http, old browsers) tabs may refresh twice, which costs a request and breaks nothing.
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

/** The real browser. Outside one (server rendering) nothing of it may be called but `location`. */
export function currentBrowser(): BrowserPlatform {
  const inBrowser = typeof window !== 'undefined' && typeof document !== 'undefined';
  return {
    clock: systemClock,
    fetch: (input, init) => fetch(input, init),
    cookies: documentCookies,
    location: inBrowser
      ? {
          origin: window.location.origin,
          hostname: window.location.hostname,
          isSecure: window.location.protocol === 'https:',
        }
      : { origin: 'http://localhost', hostname: 'localhost', isSecure: false },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    setTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    isVisible: () => document.visibilityState === 'visible',
    hasFocus: () => document.hasFocus(),
    isOnline: () => navigator.onLine !== false,
    onReturn,
    onHide,
    openChannel,
    withLock,
    navigate: (url) => window.location.assign(url),
  };
}
