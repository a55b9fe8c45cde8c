import type { BrowserPlatform } from '@bartleby/browser';
import { PAGE_ORIGIN } from '../issuing/signed-in-browsers.ts';

/**
 * A browser of its own for `@bartleby/browser`: one visible tab with this client cookie, on the real network.
 * @param speed how much faster than the wall its clock goes: for a smoke test
 */
export function nodeBrowser(clientCookie: string, speed = 1): BrowserPlatform {
  const cookies = new Map<string, string>();
  const { hostname } = new URL(PAGE_ORIGIN);
  const startedAt = Date.now();
  const noop = () => () => undefined;
  const setTimer: BrowserPlatform['setTimer'] = (callback, ms) => {
    const timer = setTimeout(callback, ms / speed);
    return () => clearTimeout(timer);
  };
  return {
    clock: { now: () => startedAt + (Date.now() - startedAt) * speed },
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, cookie: clientCookie, origin: PAGE_ORIGIN } }),
    cookies: {
      read: (name) => cookies.get(name),
      write: (name, value) => void cookies.set(name, value),
    },
    location: { origin: PAGE_ORIGIN, hostname, isSecure: false },
    sleep: (ms) => new Promise((resolve) => void setTimer(() => resolve(), ms)),
    setTimer,
    isVisible: () => true,
    hasFocus: () => true,
    isOnline: () => true,
    onReturn: noop,
    onHide: noop,
    openChannel: () => ({ post() {}, close() {} }),
    withLock: (_name, work) => work(),
    navigate: () => undefined,
  };
}
