import type { SignUp as SignUpAttempt } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Card, DoneCard, StatusLine } from '../elements/card.tsx';
import { ScreenProblem } from '../elements/form-errors.ts';
import { LinkVerdict } from '../elements/link-verdict.tsx';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { useCompletion } from '../hooks/use-completion.ts';
import { useEnvironment } from '../hooks/use-environment.ts';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { type PageUrls, usePageUrls } from '../provider/page-urls.ts';
import { type ReturnUrlProps, redirectUrlOfPage, useReturnUrl } from '../provider/use-return-url.ts';
import { SignUpForm, type SignUpInitialValues } from './sign-up-form.tsx';
import { VerifyEmailAddress } from './verify-email-address.tsx';

export interface SignUpProps extends ReturnUrlProps {
  /** Where people with an account go. Default: the provider's, else the Account Portal's. */
  readonly signInUrl?: string | undefined;
  readonly initialValues?: SignUpInitialValues | undefined;
}

const MISSING_TEXT = 'This sign-up needs details that this page does not ask for: ';

const waitsForProof = (attempt: SignUpAttempt | undefined) =>
  attempt?.status === 'missing_requirements' && attempt.unverifiedFields.includes('email_address');

function SignInHint({ href }: { readonly href: string }): ReactNode {
  return (
    <>
      Have an account?{' '}
      <a className="bartleby-link" href={href}>
        Sign in
      </a>
    </>
  );
}

function signInAddress(props: SignUpProps, urls: PageUrls, allowed: readonly string[] | undefined): string {
  return props.signInUrl ?? urls.signIn(redirectUrlOfPage(allowed) ?? undefined);
}

function SignUpSteps(props: SignUpProps): ReactNode {
  const { options } = useBartleby('<SignUp>');
  const { signUp } = useBrowserState('<SignUp>');
  const environment = useEnvironment('<SignUp>');
  const urls = usePageUrls('<SignUp>');
  const completion = useCompletion('<SignUp>', useReturnUrl('signUp', props));
  const [isEditing, setEditing] = useState(false);
  const next = async (attempt: SignUpAttempt) => {
    if (attempt.status === 'complete') return completion.finish(attempt.createdSessionId);
    if (!waitsForProof(attempt)) throw new ScreenProblem(MISSING_TEXT + attempt.missingFields.join(', '));
    setEditing(false);
  };
  const hint = <SignInHint href={signInAddress(props, urls, options.allowedRedirectOrigins)} />;
  if (completion.isDone) return <DoneCard {...completion} />;
  if (!environment || !signUp)
    return (
      <Card heading="Create your account" footer={hint}>
        <StatusLine>Loading…</StatusLine>
      </Card>
    );
  if (waitsForProof(signUp) && !isEditing)
    return (
      <VerifyEmailAddress
        attempt={signUp}
        strategies={environment.emailStrategies}
        onNext={next}
        onBack={() => setEditing(true)}
      />
    );
  if (!environment.isSignUpOpen)
    return (
      <Card heading="Sign-up is closed" footer={hint}>
        <p>New accounts are by invitation only.</p>
      </Card>
    );
  return (
    <Card
      heading="Create your account"
      subheading={environment.applicationName ? `to continue to ${environment.applicationName}` : null}
      footer={hint}
    >
      <LinkVerdict />
      <SignUpForm environment={environment} initialValues={props.initialValues} onNext={next} />
    </Card>
  );
}

/** The sign-up screen: what the instance asks for, then the code or the link that was mailed. */
export function SignUp(props: SignUpProps): ReactNode {
  return (
    <WhenLoaded who="<SignUp>" heading="Create your account">
      <SignUpSteps {...props} />
    </WhenLoaded>
  );
}
