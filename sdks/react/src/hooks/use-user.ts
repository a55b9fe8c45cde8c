import type { Session, User } from '@bartleby/browser';
import { useBrowserState } from './use-browser-state.ts';

export type UseUserResult =
  | { readonly isLoaded: false; readonly isSignedIn: undefined; readonly user: undefined }
  | { readonly isLoaded: true; readonly isSignedIn: false; readonly user: null }
  | { readonly isLoaded: true; readonly isSignedIn: true; readonly user: User };

/** The signed-in user. Not loaded until the browser has asked the server, whatever was rendered first. */
export function useUser(): UseUserResult {
  const { user } = useBrowserState('useUser()');
  if (user === undefined) return { isLoaded: false, isSignedIn: undefined, user };
  return user ? { isLoaded: true, isSignedIn: true, user } : { isLoaded: true, isSignedIn: false, user };
}

export type UseSessionResult =
  | { readonly isLoaded: false; readonly isSignedIn: undefined; readonly session: undefined }
  | { readonly isLoaded: true; readonly isSignedIn: false; readonly session: null }
  | { readonly isLoaded: true; readonly isSignedIn: true; readonly session: Session };

/** The active session. */
export function useSession(): UseSessionResult {
  const { session } = useBrowserState('useSession()');
  if (session === undefined) return { isLoaded: false, isSignedIn: undefined, session };
  return session
    ? { isLoaded: true, isSignedIn: true, session }
    : { isLoaded: true, isSignedIn: false, session };
}
