'use client';

// React for Bartleby: the provider, hooks, control components and ready-made screens.
export {
  type ApiErrorItem,
  type AuthorizationQuestion,
  BartlebyApiError,
  type ClaimsOmittedError,
  type EmailAddress,
  type GetTokenOptions,
  isBartlebyApiError,
  isClaimsOmittedError,
  type Session,
  type SessionClaims,
  type SetActiveParams,
  type SignIn as SignInResource,
  type SignOutOptions,
  type SignUp as SignUpResource,
  type User,
} from '@bartleby/browser';
export { SignInButton, SignOutButton, SignUpButton } from './controls/buttons.tsx';
export { RedirectToSignIn, RedirectToSignUp } from './controls/redirect-to-sign-in.tsx';
export { ClerkLoaded, ClerkLoading, Show, SignedIn, SignedOut } from './controls/show.tsx';
export { type UseAuthResult, useAuth } from './hooks/use-auth.ts';
export { type Clerk, useClerk } from './hooks/use-clerk.ts';
export { type UseSignInResult, type UseSignUpResult, useSignIn, useSignUp } from './hooks/use-sign-in.ts';
export { type UseSessionResult, type UseUserResult, useSession, useUser } from './hooks/use-user.ts';
export type { BartlebyOptions, InitialState } from './provider/bartleby-options.ts';
export {
  BartlebyProvider,
  BartlebyProvider as ClerkProvider,
  type BartlebyProviderProps,
} from './provider/bartleby-provider.tsx';
export { redirectUrlOfPage } from './provider/use-return-url.ts';
export { SignIn, type SignInProps } from './sign-in/sign-in.tsx';
export { SignUp, type SignUpProps } from './sign-up/sign-up.tsx';
export { UserButton, type UserButtonProps } from './user/user-button.tsx';
export { UserProfile } from './user/user-profile.tsx';
