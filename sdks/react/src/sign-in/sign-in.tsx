import { type ReactNode, useState } from 'react';
import { Card, DoneCard, StatusLine } from '../elements/card.tsx';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useCompletion } from '../hooks/use-completion.ts';
import { useEnvironment } from '../hooks/use-environment.ts';
import { type ReturnUrlProps, useReturnUrl } from '../provider/use-return-url.ts';
import { MailSignIn } from './mail-sign-in.tsx';
import { PasswordSignIn } from './password-sign-in.tsx';
import { ResetPassword } from './reset-password.tsx';
import { SignUpHint } from './sign-up-hint.tsx';
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
  const environment = useEnvironment('<SignIn>');
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
  // A form that is exchanged for another one would lose what was typed into it.
  if (!environment)
    return (
      <Card heading="Sign in">
        <StatusLine>Loading…</StatusLine>
      </Card>
    );
  const step = {
    emailAddress: props.initialValues?.emailAddress ?? '',
    environment,
    footer: environment.isSignUpOpen ? <SignUpHint signUpUrl={props.signUpUrl} /> : null,
    onComplete: completion.finish,
  };
  if (!environment.password.enabled) return <MailSignIn {...step} />;
  return <PasswordSignIn {...step} onForgotten={setForgotten} />;
}

/** The sign-in screen: password, mailed code or link, as the instance has them, or the ticket in the page's address. */
export function SignIn(props: SignInProps): ReactNode {
  return (
    <WhenLoaded who="<SignIn>" heading="Sign in">
      <SignInSteps {...props} />
    </WhenLoaded>
  );
}
