import type { BrowserClient, SignIn, SignUp } from '@bartleby/browser';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { useBrowserState } from './use-browser-state.ts';

type SetActive = BrowserClient['setActive'];

export type UseSignInResult =
  | { readonly isLoaded: false; readonly signIn: undefined; readonly setActive: undefined }
  | { readonly isLoaded: true; readonly signIn: SignIn; readonly setActive: SetActive };

/** The attempt to sign in that this browser has under way, for screens of your own. */
export function useSignIn(): UseSignInResult {
  const { client } = useBartleby('useSignIn()');
  const { signIn } = useBrowserState('useSignIn()');
  return signIn
    ? { isLoaded: true, signIn, setActive: client.setActive }
    : { isLoaded: false, signIn: undefined, setActive: undefined };
}

export type UseSignUpResult =
  | { readonly isLoaded: false; readonly signUp: undefined; readonly setActive: undefined }
  | { readonly isLoaded: true; readonly signUp: SignUp; readonly setActive: SetActive };

/** The attempt to sign up that this browser has under way, for screens of your own. */
export function useSignUp(): UseSignUpResult {
  const { client } = useBartleby('useSignUp()');
  const { signUp } = useBrowserState('useSignUp()');
  return signUp
    ? { isLoaded: true, signUp, setActive: client.setActive }
    : { isLoaded: false, signUp: undefined, setActive: undefined };
}
