import type { BrowserPlatform } from '../browser-platform.ts';
import { type ClientEvent, readEventStream } from '../frontend-api/event-stream.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 300_000;
/** A stream that stood so long was not cut off by what is on the way. */
const PROVEN_MS = 60_000;

export interface ChangeListener {
  /** To be called whenever who is signed in, or whether somebody looks at the page, may have changed. */
  arm(): void;
  stop(): void;
}

/**
 * Listens while somebody is signed in and the page is visible: one stream for all tabs of a browser, held by the tab
 * that has the lock. Where streams do not get through it tries again, ever more seldom, and says nothing: tokens are
 * renewed before they end as ever.
 */
export function createChangeListener(parts: {
  platform: BrowserPlatform;
  base: string;
  lockName: string;
  /** Age of the claims that this tab shows, in epoch seconds; null when nobody is signed in. */
  claimsAsOf(): number | null;
  onEvent(event: ClientEvent): void;
  /** The server says that nobody is signed in here. */
  onUnauthenticated(): Promise<unknown>;
}): ChangeListener {
  const { platform } = parts;
  let isOn = false;
  let isRunning = false;
  /** The server has no event streams. */
  let isUnknown = false;
  let interrupt: (() => void) | undefined;

  const isWanted = () => isOn && !isUnknown && platform.isVisible() && parts.claimsAsOf() !== null;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = platform.setTimer(resolve, ms);
      interrupt = () => {
        cancel();
        resolve();
      };
    });

  const listenOnce = async () => {
    const aborter = new AbortController();
    interrupt = () => aborter.abort();
    const url = new URL(`${parts.base}/v1/client/events`);
    // What changed since is told at once: nothing is missed between two streams.
    url.searchParams.set('claims_as_of', String(parts.claimsAsOf()));
    const request = { url: url.href, signal: aborter.signal };
    const ended = await readEventStream(platform, request, parts.onEvent);
    return { ...ended, isInterrupted: aborter.signal.aborted };
  };

  const holdStream = async () => {
    for (let failures = 0; isWanted(); failures++) {
      const openedAt = platform.clock.now();
      const { status, retryAfterSeconds, isInterrupted } = await listenOnce();
      if (isInterrupted) continue;
      if (platform.clock.now() - openedAt >= PROVEN_MS) failures = 0;
      if (status === 401) await parts.onUnauthenticated().catch(() => undefined);
      isUnknown ||= status >= 404 && status <= 406;
      if (!isWanted()) return;
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
      // Pages were opened at different times: browsers that lost the same server come back in different moments.
      const spread = 1 + (performance.now() % 1000) / 4000;
      await pause(Math.max(delayMs, retryAfterSeconds * 1000) * spread);
    }
  };

  const run = () => {
    isRunning = true;
    const rest = () => {
      isRunning = false;
    };
    void platform.withLock(parts.lockName, holdStream).then(() => {
      rest();
      if (isWanted()) run();
    }, rest);
  };

  return {
    arm: () => {
      isOn = true;
      if (!isWanted()) interrupt?.();
      else if (!isRunning) run();
    },
    stop: () => {
      isOn = false;
      interrupt?.();
    },
  };
}
