import type { AuthorizationQuestion } from '@bartleby/browser';
import type { ReactNode } from 'react';
import { type UseAuthResult, useAuth } from '../hooks/use-auth.ts';
import { useBrowserState } from '../hooks/use-browser-state.ts';

interface Children {
  readonly children?: ReactNode;
}

/** Its children for a signed-in user. Nothing until that is known. */
export function SignedIn({ children }: Children): ReactNode {
  return useAuth().isSignedIn ? children : null;
}

/** Its children when nobody is signed in. Nothing until that is known. */
export function SignedOut({ children }: Children): ReactNode {
  return useAuth().isSignedIn === false ? children : null;
}

export interface ShowProps extends Children {
  /** `signed-in`, `signed-out`, what the claims must hold, or a question of your own to `has`. */
  readonly when:
    | 'signed-in'
    | 'signed-out'
    | AuthorizationQuestion
    | ((has: UseAuthResult['has']) => boolean);
  readonly fallback?: ReactNode;
}

/** Its children when the condition holds, else `fallback`. Nothing until it is known. For showing and hiding only. */
export function Show({ when, fallback = null, children }: ShowProps): ReactNode {
  const { isLoaded, isSignedIn, has } = useAuth();
  if (!isLoaded) return null;
  if (when === 'signed-out') return isSignedIn ? fallback : children;
  if (!isSignedIn) return fallback;
  const holds = when === 'signed-in' || (typeof when === 'function' ? when(has) : has(when));
  return holds ? children : fallback;
}

/** Its children once the browser has asked the server, or found that it cannot be reached. */
export function ClerkLoaded({ children }: Children): ReactNode {
  return useBrowserState('<ClerkLoaded>').status === 'loading' ? null : children;
}

/** Its children until then. */
export function ClerkLoading({ children }: Children): ReactNode {
  return useBrowserState('<ClerkLoading>').status === 'loading' ? children : null;
}
