import {
  type AuthorizationQuestion,
  areClaimsOmitted,
  checkAuthorization,
  type GetTokenOptions,
  type SessionClaims,
  type SignOutOptions,
} from '@bartleby/browser';
import { useCallback } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { useAuthState } from './use-browser-state.ts';

interface AuthActions {
  /** The session token, fresh for at least 5 more seconds; null when signed out. */
  getToken(options?: GetTokenOptions): Promise<string | null>;
  signOut(options?: SignOutOptions): Promise<void>;
  /** Whether the claims hold a role, permission, feature or plan. For showing and hiding only. */
  has(question: AuthorizationQuestion): boolean;
}

export type UseAuthResult = AuthActions &
  (
    | {
        readonly isLoaded: false;
        readonly isSignedIn: undefined;
        readonly userId: undefined;
        readonly sessionId: undefined;
        readonly sessionClaims: undefined;
        readonly claimsAsOf: undefined;
        readonly claimsOmitted: undefined;
      }
    | {
        readonly isLoaded: true;
        readonly isSignedIn: false;
        readonly userId: null;
        readonly sessionId: null;
        readonly sessionClaims: null;
        readonly claimsAsOf: null;
        readonly claimsOmitted: false;
      }
    | {
        readonly isLoaded: true;
        readonly isSignedIn: true;
        readonly userId: string;
        readonly sessionId: string;
        /** Null for a moment only: signed in, the first token still on its way. */
        readonly sessionClaims: SessionClaims | null;
        /** When the data that the claims were made from was read; to the second. */
        readonly claimsAsOf: Date | null;
        /** Whether the token came without its custom claims, which did not fit in the cookie: reading one throws. */
        readonly claimsOmitted: boolean;
      }
  );

const NOT_LOADED = {
  isLoaded: false,
  isSignedIn: undefined,
  userId: undefined,
  sessionId: undefined,
  sessionClaims: undefined,
  claimsAsOf: undefined,
  claimsOmitted: undefined,
} as const;

const SIGNED_OUT = {
  isLoaded: true,
  isSignedIn: false,
  userId: null,
  sessionId: null,
  sessionClaims: null,
  claimsAsOf: null,
  claimsOmitted: false,
} as const;

/** Who is signed in, and their token. Renders again when the token is renewed, since its claims may have changed. */
export function useAuth(): UseAuthResult {
  const { client, options } = useBartleby('useAuth()');
  const auth = useAuthState('useAuth()');
  const { afterSignOutUrl } = options;
  const signOut = useCallback(
    (given?: SignOutOptions) => client.signOut({ redirectUrl: afterSignOutUrl ?? '/', ...given }),
    [client, afterSignOutUrl],
  );
  const claims = auth?.sessionClaims ?? null;
  const has = useCallback(
    (question: AuthorizationQuestion) => checkAuthorization(claims, question),
    [claims],
  );
  const actions: AuthActions = { getToken: client.getToken, signOut, has };
  if (!auth) return { ...NOT_LOADED, ...actions };
  const { userId, sessionId, claimsAsOf } = auth;
  if (!userId || !sessionId) return { ...SIGNED_OUT, ...actions };
  return {
    isLoaded: true,
    isSignedIn: true,
    userId,
    sessionId,
    sessionClaims: claims,
    claimsAsOf,
    claimsOmitted: claims !== null && areClaimsOmitted(claims),
    ...actions,
  };
}
