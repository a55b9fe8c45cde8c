import { type AuthState, type BrowserState, guardClaims } from '@bartleby/browser';
import { useSyncExternalStore } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';

const BEFORE_LOAD: BrowserState = {
  status: 'loading',
  auth: undefined,
  client: undefined,
  session: undefined,
  user: undefined,
  signIn: undefined,
  signUp: undefined,
  error: null,
};

/** The client's state; while rendering on a server and hydrating, the state before the first answer. */
export function useBrowserState(who: string): BrowserState {
  const { client } = useBartleby(who);
  return useSyncExternalStore(client.subscribe, client.getState, () => BEFORE_LOAD);
}

/** The server hands over claims without their token's header: a token is made as soon as its data was read. */
function issuedAt(seconds: number | undefined): Date | null {
  return seconds === undefined ? null : new Date(seconds * 1000);
}

/** Who is signed in: what the browser found out, until then what the server rendered with; undefined: not known. */
export function useAuthState(who: string): AuthState | undefined {
  const { initialState } = useBartleby(who);
  const { auth } = useBrowserState(who);
  if (auth || !initialState) return auth;
  const { userId = null, sessionId = null, sessionClaims = null } = initialState;
  return {
    userId,
    sessionId,
    sessionClaims: sessionClaims && guardClaims(sessionClaims),
    claimsAsOf: issuedAt(sessionClaims?.iat),
  };
}
