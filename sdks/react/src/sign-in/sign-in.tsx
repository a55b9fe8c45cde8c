import { type ReactNode, useState } from 'react';
import { DoneCard } from '../elements/card.tsx';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useCompletion } from '../hooks/use-completion.ts';
import { type ReturnUrlProps, useReturnUrl } from '../provider/use-return-url.ts';
import { PasswordSignIn } from './password-sign-in.tsx';
import { ResetPassword } from './reset-password.tsx';
import { TicketSignIn, useTicket } from './ticket-sign-in.tsx';

export interface SignInProps extends ReturnUrlProps {
  /** Where people without an account go. Default: the provider's, else the Account Portal's. */
  readonly signUpUrl?: string | undefined;
  readonly initialValues?: { readonly emailAddress?: string } | undefined;
}

function SignInSteps(props: SignInProps): ReactNode {
  const returnUrl = useReturnUrl('signIn', props);
  const ticket = useTicket();
  /** The address whose password was forgotten; null while nothing was. */
  const [forgotten, setForgotten] = useState<string | null>(null);
  const completion = useCompletion('<SignIn>', returnUrl, ticket !== null);
  if (completion.isDone) return <DoneCard {...completion} />;
  if (ticket) return <TicketSignIn ticket={ticket} onComplete={completion.finish} />;
  if (forgotten !== null)
    return (
      <ResetPassword
        emailAddress={forgotten}
        onComplete={completion.finish}
        onBack={() => setForgotten(null)}
      />
    );
  return (
    <PasswordSignIn
      signUpUrl={props.signUpUrl}
      emailAddress={props.initialValues?.emailAddress ?? ''}
      onComplete={completion.finish}
      onForgotten={setForgotten}
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
