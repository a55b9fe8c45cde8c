import type { Client } from '../resources/client.ts';
import type { Session } from '../resources/session.ts';
import type { SignIn } from '../resources/sign-in.ts';
import type { SignUp } from '../resources/sign-up.ts';
import type { User } from '../resources/user.ts';
import type { SessionClaims } from '../tokens/session-claims.ts';

/** Who is signed in, in short: what a session token tells. */
export interface AuthState {
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly sessionClaims: SessionClaims | null;
  /** When the data that `sessionClaims` were made from was read; to the second. */
  readonly claimsAsOf: Date | null;
}

/**
 * All that the SDK knows, as one immutable value. `undefined` is "not known yet", null is "known to be none".
 *
 * `status`: `loading` until the server answered; `ready`; `degraded` while it cannot be reached (then `auth` comes
 * from the session cookie and the SDK keeps trying); `error` when it refused us, which `error` explains.
 */
export interface BrowserState {
  readonly status: 'loading' | 'ready' | 'degraded' | 'error';
  readonly auth: AuthState | undefined;
  readonly client: Client | null | undefined;
  readonly session: Session | null | undefined;
  readonly user: User | null | undefined;
  readonly signIn: SignIn | undefined;
  readonly signUp: SignUp | undefined;
  readonly error: Error | null;
}

export const SIGNED_OUT: AuthState = { userId: null, sessionId: null, sessionClaims: null, claimsAsOf: null };

export const LOADING: BrowserState = {
  status: 'loading',
  auth: undefined,
  client: undefined,
  session: undefined,
  user: undefined,
  signIn: undefined,
  signUp: undefined,
  error: null,
};

export interface StateStore {
  get(): BrowserState;
  /** Replaces the named parts and tells every listener. */
  update(parts: Partial<BrowserState>): void;
  subscribe(listener: () => void): () => void;
}

export function createStateStore(): StateStore {
  let state = LOADING;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update: (parts) => {
      state = { ...state, ...parts };
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
