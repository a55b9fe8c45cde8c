import type { BrowserPlatform } from '../browser-platform.ts';
import { findCookie } from '../cookies/cookie-jar.ts';
import { answerFakeRequest } from './answer-fake-request.ts';
import type { FakeEventStream, FakeFrontendApi } from './fake-frontend-api.ts';

/** A clock that stands still until told, and the timers that go with it. */
export function createFakeTime(startMs: number) {
  let now = startMs;
  const timers = new Set<{ at: number; callback: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock: { now: () => now },
    setTimer: (callback: () => void, ms: number) => {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    settle,
    /** Lets time pass, running what falls due in its order. */
    advance: async (ms: number) => {
      await settle();
      const end = now + ms;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        timers.delete(next);
        next.callback();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}

export type FakeTime = ReturnType<typeof createFakeTime>;

function openFakeStream(streams: FakeEventStream[], url: URL, signal: AbortSignal): Response {
  let writer!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      writer = controller;
      signal.addEventListener('abort', () => controller.error(signal.reason));
    },
  });
  const write = (text: string) => writer.enqueue(new TextEncoder().encode(text));
  streams.push({
    query: url.searchParams,
    signal,
    send: (event) => write(`event: x\ndata: ${JSON.stringify(event)}\n\n`),
    end: () => writer.close(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** One browser profile: cookies, channels and locks that its tabs share. */
export function createFakeBrowser(api: FakeFrontendApi, time: FakeTime, hostname = 'localhost') {
  const cookies = new Map<string, string>();
  const cookieLog: string[] = [];
  const channels = new Map<string, Set<(message: unknown) => void>>();
  let clientId: string | null = null;
  const locks = new Map<string, Promise<unknown>>();

  const request: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    if (url.pathname.endsWith('/client/events') && api.events.streams && api.overrides.length === 0)
      return openFakeStream(api.events.streams, url, init!.signal!);
    const answer = await answerFakeRequest(api, {
      method: url.searchParams.get('_method') ?? init?.method ?? 'GET',
      path: url.pathname.replace(/^.*\/v1/, ''),
      query: url.searchParams,
      form: new URLSearchParams(String(init?.body ?? '')),
      clientId: init?.credentials === 'include' ? clientId : null,
    });
    if (answer === 'network') throw new TypeError('fetch failed');
    if (answer.setClientId) clientId = answer.setClientId;
    const headers = { 'content-type': 'application/json', ...answer.headers };
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
  };

  const openTab = () => {
    const tab = { isFocused: true, isOnline: true, visited: [] as string[] };
    const returns = new Set<() => void>();
    const hides = new Set<() => void>();
    const platform: BrowserPlatform = {
      clock: time.clock,
      fetch: (input, init) =>
        tab.isOnline ? request(input, init) : Promise.reject(new TypeError('offline')),
      cookies: {
        read: (name) => findCookie([...cookies].map(([key, value]) => `${key}=${value}`).join('; '), name),
        write: (name, value, attributes) => {
          const isForeign = attributes.domain && attributes.domain !== hostname;
          const isPublicSuffix =
            attributes.domain && !attributes.domain.includes('.') && hostname.includes('.');
          if (isPublicSuffix || (isForeign && !hostname.endsWith(`.${attributes.domain}`))) return;
          cookieLog.push(`${name}=${value}; Domain=${attributes.domain}; SameSite=${attributes.sameSite}`);
          if (attributes.maxAgeSeconds === 0) cookies.delete(name);
          else cookies.set(name, value);
        },
      },
      location: { origin: `http://${hostname}:3000`, hostname, isSecure: false },
      sleep: (ms) => new Promise((resolve) => void time.setTimer(() => resolve(), ms)),
      setTimer: time.setTimer,
      isVisible: () => tab.isFocused,
      hasFocus: () => tab.isFocused,
      isOnline: () => tab.isOnline,
      onReturn: (callback) => {
        returns.add(callback);
        return () => void returns.delete(callback);
      },
      onHide: (callback) => {
        hides.add(callback);
        return () => void hides.delete(callback);
      },
      openChannel: (name, onMessage) => {
        const listeners = channels.get(name) ?? new Set();
        channels.set(name, listeners.add(onMessage));
        return {
          post: (message) => {
            for (const listener of listeners) if (listener !== onMessage) listener(structuredClone(message));
          },
          close: () => void listeners.delete(onMessage),
        };
      },
      withLock: (name, work) => {
        const next = (locks.get(name) ?? Promise.resolve()).then(work);
        locks.set(
          name,
          next.catch(() => undefined),
        );
        return next;
      },
      navigate: (url) => void tab.visited.push(url),
    };
    /** What focus, visibilitychange and online do. */
    const comeBack = async () => {
      tab.isFocused = true;
      for (const callback of returns) callback();
      await time.settle();
    };
    const hide = async () => {
      tab.isFocused = false;
      for (const callback of hides) callback();
      await time.settle();
    };
    return Object.assign(tab, { platform, comeBack, hide });
  };

  return {
    cookies,
    cookieLog,
    openTab,
    signInAs: (id: string | null) => {
      clientId = id;
    },
  };
}
