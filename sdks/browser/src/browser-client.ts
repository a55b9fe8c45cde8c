import type { Environment } from './resources/environment.ts';
import type { GetTokenOptions, Session } from './resources/session.ts';
import type { BrowserState } from './state/browser-state.ts';

export interface BrowserClientOptions {
  readonly publishableKey: string;
  /** Base of the Frontend API: absolute, or a path of this page's origin that a proxy answers (`/__clerk`). */
  readonly proxyUrl?: string | undefined;
  /** Base of the Frontend API, absolute, without `/v1`. Not needed for a development key of a local server. */
  readonly frontendApi?: string | undefined;
  /**
   * Whether to listen to the server for changes while the page is visible, so that changed claims show within about
   * two seconds instead of a token's lifetime. Default: true.
   */
  readonly liveClaims?: boolean | undefined;
  /** How to go to another page. Default: load it. */
  readonly navigate?: ((url: string) => void | Promise<void>) | undefined;
  /** Run before and after who is signed in changes: a framework drops its caches here. */
  readonly onBeforeSetActive?: (() => void | Promise<void>) | undefined;
  readonly onAfterSetActive?: (() => void | Promise<void>) | undefined;
}

export interface SetActiveParams {
  /** The session to show; null shows none. Default: the present one. */
  readonly session?: string | Pick<Session, 'id'> | null;
  /** Organization id; null for none. Default: as it is. */
  readonly organization?: string | null;
  readonly redirectUrl?: string | undefined;
}

export interface SignOutOptions {
  /** Only this session. Default: all sessions of this browser. */
  readonly sessionId?: string | undefined;
  readonly redirectUrl?: string | undefined;
}

/** The browser's side of a Bartleby instance. All methods that talk to the server throw `BartlebyApiError`. */
export interface BrowserClient {
  readonly publishableKey: string;
  /** Base URL of the Frontend API, without `/v1`. */
  readonly frontendApi: string;
  /** The present state: the same object until something changes. */
  getState(): BrowserState;
  /** Calls back after each change; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /**
   * Asks the server who is signed in and keeps watching. Resolves too while the server cannot be reached (`degraded`);
   * throws when it refuses.
   */
  load(): Promise<void>;
  /** Ends timers and listeners; `load()` starts them again. */
  stop(): void;
  /** Asks the server again who is signed in. */
  reload(): Promise<void>;
  loadEnvironment(): Promise<Environment>;
  /** The active session's token; null when nobody is signed in. Waits for `load()`. */
  getToken(options?: GetTokenOptions): Promise<string | null>;
  setActive(params: SetActiveParams): Promise<void>;
  signOut(options?: SignOutOptions): Promise<void>;
  navigate(url: string): Promise<void>;
}
