import {
  BartlebyProvider,
  RedirectToSignIn,
  SignedIn,
  SignedOut,
  SignIn,
  SignUp,
  UserProfile,
} from '@bartleby/react';
import { type ReactNode, useEffect, useState } from 'react';
import { loadPortalConfig, type PortalConfig, type PortalConfigResult } from './load-portal-config.ts';
import { type PortalAddress, type PortalPage, portalUrl } from './portal-address.ts';

const TITLES: Readonly<Record<PortalPage, string>> = {
  'sign-in': 'Sign in',
  'sign-up': 'Sign up',
  user: 'Your account',
};

/** A page that has nothing else to show than a sentence. */
export function Notice({ heading, children }: { heading: string; children: ReactNode }): ReactNode {
  return (
    <div className="portal-notice">
      <h1>{heading}</h1>
      {children}
    </div>
  );
}

function UserPage({ address }: { readonly address: PortalAddress }): ReactNode {
  return (
    <>
      <SignedIn>
        <UserProfile />
      </SignedIn>
      <SignedOut>
        <RedirectToSignIn redirectUrl={portalUrl(address.instancePath, 'user')} />
      </SignedOut>
    </>
  );
}

function SignUpPage({ address, config }: { address: PortalAddress; config: PortalConfig }): ReactNode {
  if (config.isSignUpEnabled) return <SignUp />;
  return (
    <Notice heading="Sign-up is closed">
      <p>
        New accounts are by invitation only. <a href={portalUrl(address.instancePath, 'sign-in')}>Sign in</a>
      </p>
    </Notice>
  );
}

function PortalPages({ address, config }: { address: PortalAddress; config: PortalConfig }): ReactNode {
  const { instancePath, page } = address;
  const userUrl = portalUrl(instancePath, 'user');
  return (
    <BartlebyProvider
      publishableKey={config.publishableKey}
      // Always this page's own origin: the Content Security Policy lets nothing else be called.
      frontendApi={window.location.origin + instancePath}
      signInUrl={portalUrl(instancePath, 'sign-in')}
      signUpUrl={portalUrl(instancePath, 'sign-up')}
      userProfileUrl={userUrl}
      afterSignOutUrl={portalUrl(instancePath, 'sign-in')}
      signInFallbackRedirectUrl={userUrl}
      signUpFallbackRedirectUrl={userUrl}
      allowedRedirectOrigins={config.allowedRedirectOrigins}
    >
      {page === 'sign-in' ? <SignIn /> : null}
      {page === 'sign-up' ? <SignUpPage address={address} config={config} /> : null}
      {page === 'user' ? <UserPage address={address} /> : null}
    </BartlebyProvider>
  );
}

/** The Account Portal of the instance that the address names. */
export function Portal({ address }: { readonly address: PortalAddress }): ReactNode {
  const { instancePath, page } = address;
  const [result, setResult] = useState<PortalConfigResult | null>(null);
  useEffect(() => {
    void loadPortalConfig(instancePath).then(setResult);
  }, [instancePath]);
  const name = result?.outcome === 'found' ? result.config.applicationName : '';
  useEffect(() => {
    document.title = name ? `${TITLES[page]} · ${name}` : TITLES[page];
  }, [name, page]);
  if (!result)
    return (
      <p className="portal-notice" role="status">
        Loading…
      </p>
    );
  if (result.outcome === 'found') return <PortalPages address={address} config={result.config} />;
  if (result.outcome === 'no-such-instance')
    return (
      <Notice heading="There is no such application">
        <p>Nothing lives at this address. Check the link, or go back to the app that sent you here.</p>
      </Notice>
    );
  return (
    <Notice heading="The server cannot be reached">
      <p>Wait a moment and load the page again.</p>
      <button type="button" onClick={() => window.location.reload()}>
        Load again
      </button>
    </Notice>
  );
}
