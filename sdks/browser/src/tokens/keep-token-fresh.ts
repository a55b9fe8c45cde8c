import type { BrowserPlatform } from '../browser-platform.ts';
import type { SessionJson } from '../resources/client.ts';
import { remainingMs, type TokenCache } from './token-cache.ts';

const RETRY_MS = 5000;

/** Refreshes the active session's token before it dies. */
export interface TokenKeeper {
  /** To be called whenever the token or the session changed: sets the next refresh. */
  arm(): void;
  /** Refreshes now if it is time: a sleeping laptop or a throttled tab misses its timer. */
  refreshIfDue(): Promise<void>;
  stop(): void;
}

/**
 * The age at which a token is renewed, in milliseconds: 17 s before its end where somebody looks at the page (43 s
 * for the usual 60 s), 5 s before its end in a hidden tab, never before two fifths of its life.
 */
export function refreshAgeMs(lifetimeMs: number, isVisible: boolean): number {
  return Math.max(lifetimeMs - (isVisible ? 17_000 : 5_000), lifetimeMs * 0.4);
}

export function createTokenKeeper(parts: {
  platform: BrowserPlatform;
  cache: TokenCache;
  lockName: string;
  activeSession(): SessionJson | null;
  refresh(session: SessionJson): Promise<unknown>;
}): TokenKeeper {
  const { platform, cache } = parts;
  let cancel: (() => void) | undefined;

  const msUntilDue = (session: SessionJson): number => {
    const organizationId = session.last_active_organization_id ?? null;
    const token = cache.peek({ sessionId: session.id, organizationId });
    if (!token) return 0;
    const lifetimeMs = (token.exp - token.iat) * 1000;
    const age = lifetimeMs - remainingMs(token, platform.clock);
    return refreshAgeMs(lifetimeMs, platform.isVisible()) - age;
  };

  const schedule = (ms: number) => {
    cancel?.();
    cancel = platform.setTimer(() => void refreshIfDue(), ms);
  };

  const refreshIfDue = async (): Promise<void> => {
    const session = parts.activeSession();
    if (!session) return cancel?.();
    if (msUntilDue(session) > 0) return arm();
    schedule(RETRY_MS);
    if (!platform.isOnline()) return;
    // The tab that waited here finds the token that the other one fetched.
    await platform
      .withLock(parts.lockName, async () => {
        if (msUntilDue(session) <= 0) await parts.refresh(session);
      })
      .then(arm, () => undefined);
  };

  const arm = () => {
    const session = parts.activeSession();
    cancel?.();
    if (session) schedule(Math.max(msUntilDue(session), 1000));
  };

  return { arm, refreshIfDue, stop: () => cancel?.() };
}
