import { type ReactNode, useEffect, useRef } from 'react';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { type ReturnUrlProps, useReturnUrl } from '../provider/use-return-url.ts';
import { PasswordSignIn } from './password-sign-in.tsx';
import { TicketSignIn, useTicket } from './ticket-sign-in.tsx';

export interface SignInProps extends ReturnUrlProps {
  /** Where people without an account go. Default: the provider's, else the Account Portal's. */
  readonly signUpUrl?: string | undefined;
  readonly initialValues?: { readonly emailAddress?: string } | undefined;
}

function SignInSteps(props: SignInProps): ReactNode {
  const { client } = useBartleby('<SignIn>');
  const { user } = useBrowserState('<SignIn>');
  const returnUrl = useReturnUrl('signIn', props);
  const ticket = useTicket();
  const isFinishing = useRef(false);
  const isSignedInAlready = Boolean(user) && !ticket;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read when it is needed.
  useEffect(() => {
    if (isSignedInAlready && !isFinishing.current) void client.navigate(returnUrl());
  }, [client, isSignedInAlready]);
  const finish = async (sessionId: string | null) => {
    isFinishing.current = true;
    try {
      await client.setActive({ session: sessionId, redirectUrl: returnUrl() });
    } catch (error) {
      isFinishing.current = false;
      throw error;
    }
  };
  return ticket ? (
    <TicketSignIn ticket={ticket} onComplete={finish} />
  ) : (
    <PasswordSignIn
      signUpUrl={props.signUpUrl}
      emailAddress={props.initialValues?.emailAddress ?? ''}
      onComplete={finish}
    />
  );
}

/** The sign-in screen: email address and password, or the ticket in the page's address. */
export function SignIn(props: SignInProps): ReactNode {
  return (
    <WhenLoaded who="<SignIn>" heading="Sign in">
      <SignInSteps {...props} />
    </WhenLoaded>
  );
}
