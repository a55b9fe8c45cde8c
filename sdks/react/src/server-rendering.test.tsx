import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import {
  BartlebyProvider,
  type BartlebyProviderProps,
  ClerkLoading,
  ClerkProvider,
  Show,
  SignedIn,
  SignedOut,
  SignIn,
  SignInButton,
  SignUp,
  UserButton,
  UserProfile,
  useAuth,
  useClerk,
  useUser,
} from './index.ts';

const publishableKey = 'pk_test_YXBwLmxvY2FsaG9zdDoxODUzJA';
const sessionClaims = {
  iss: 'https://app.localhost:1853',
  sub: 'user_1',
  sid: 'sess_1',
  iat: 1,
  exp: 61,
  fullName: 'Ada Lovelace',
  org_role: 'org:admin',
};
const signedIn = { userId: 'user_1', sessionId: 'sess_1', sessionClaims };

const render = (children: ReactNode, initialState?: BartlebyProviderProps['initialState']) =>
  renderToString(
    <BartlebyProvider publishableKey={publishableKey} initialState={initialState}>
      {children}
    </BartlebyProvider>,
  );

function Auth(): ReactNode {
  const { isLoaded, isSignedIn, userId, sessionClaims: claims, has } = useAuth();
  return JSON.stringify([isLoaded, isSignedIn, userId, claims?.fullName, has({ role: 'org:admin' })]);
}

const text = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&#x27;', "'");

function Url(): ReactNode {
  const clerk = useClerk();
  return [clerk.buildSignInUrl('/a b'), clerk.buildSignUpUrl(), clerk.buildUserProfileUrl()].join(' ');
}

function Lost(): ReactNode {
  return useUser().user?.id;
}

describe('rendering on a server', () => {
  it('knows who is signed in from the initial state', () => {
    expect(text(render(<Auth />, signedIn))).toBe('[true,true,"user_1","Ada Lovelace",true]');
    expect(text(render(<Auth />, { userId: null }))).toBe('[true,false,null,null,false]');
  });

  it('knows nothing without one, and shows neither side', () => {
    expect(text(render(<Auth />))).toBe('[false,null,null,null,false]');
    const both = (
      <>
        <SignedIn>in</SignedIn>
        <SignedOut>out</SignedOut>
        <Show when="signed-in">shown</Show>
        <ClerkLoading>loading</ClerkLoading>
      </>
    );
    expect(render(both)).toBe('loading');
  });

  it('decides control components from the initial state', () => {
    const parts = (
      <>
        <SignedIn>[in]</SignedIn>
        <SignedOut>[out]</SignedOut>
        <Show when={{ role: 'org:admin' }}>[admin]</Show>
        <Show when={(has) => has({ role: 'org:member' })} fallback="[no member]">
          [member]
        </Show>
        <Show when="signed-out" fallback="[not out]">
          [show out]
        </Show>
      </>
    );
    const plain = (html: string) => html.replaceAll('<!-- -->', '');
    expect(plain(render(parts, signedIn))).toBe('[in][admin][no member][not out]');
    expect(plain(render(parts, { userId: null }))).toBe('[out][no member][show out]');
  });

  it('renders every screen without a browser', () => {
    const screens = (
      <>
        <SignIn />
        <SignUp />
        <UserProfile />
        <UserButton />
        <SignInButton />
      </>
    );
    const html = render(screens, signedIn);
    expect(html).toContain('role="status"');
    expect(html).not.toContain('style=');
    expect(html).toContain('<button type="button">Sign in</button>');
  });

  it('builds the sign-in address from the provider, else the portal’s', () => {
    const portal = 'http://localhost:1853/i/app/account';
    expect(render(<Url />)).toBe(`${portal}/sign-in?redirect_url=%2Fa%20b ${portal}/sign-up ${portal}/user`);
    const own = (
      <ClerkProvider publishableKey={publishableKey} signInUrl="/sign-in?x=1" signUpUrl="/join">
        <Url />
      </ClerkProvider>
    );
    expect(text(renderToString(own)).replaceAll('&amp;', '&')).toBe(
      `/sign-in?x=1&redirect_url=%2Fa%20b /join ${portal}/user`,
    );
  });
});

describe('mistakes', () => {
  it('are told: a hook outside the provider, a missing key', () => {
    expect(() => renderToString(<Lost />)).toThrow(/useUser\(\) must stand inside <BartlebyProvider>/);
    expect(() => renderToString(<BartlebyProvider publishableKey="" />)).toThrow(
      /publishable key is missing/,
    );
  });
});
