import type { SignUp as SignUpAttempt } from '@bartleby/browser';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, Card, DoneCard, StatusLine } from '../elements/card.tsx';
import { CodeStep } from '../elements/code-step.tsx';
import { ScreenProblem } from '../elements/form-errors.ts';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { useCompletion } from '../hooks/use-completion.ts';
import { useEnvironment } from '../hooks/use-environment.ts';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { type PageUrls, usePageUrls } from '../provider/page-urls.ts';
import { type ReturnUrlProps, redirectUrlOfPage, useReturnUrl } from '../provider/use-return-url.ts';
import { SignUpForm, type SignUpInitialValues } from './sign-up-form.tsx';

export interface SignUpProps extends ReturnUrlProps {
  /** Where people with an account go. Default: the provider's, else the Account Portal's. */
  readonly signInUrl?: string | undefined;
  readonly initialValues?: SignUpInitialValues | undefined;
}

const MISSING_TEXT = 'This sign-up needs details that this page does not ask for: ';

const waitsForCode = (attempt: SignUpAttempt | undefined) =>
  attempt?.status === 'missing_requirements' && attempt.unverifiedFields.includes('email_address');

/** Sends the code unless the server says that one is out already. */
async function sendFirstCode(attempt: SignUpAttempt): Promise<void> {
  if (attempt.verifications.emailAddress?.status === 'unverified') return;
  await attempt.prepareEmailAddressVerification();
}

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

function VerifyEmailAddress(props: {
  readonly attempt: SignUpAttempt;
  readonly onNext: (attempt: SignUpAttempt) => Promise<void>;
  readonly onBack: () => void;
}): ReactNode {
  const { attempt } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const isSent = useRef(false);
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    sendFirstCode(attempt).catch((error: Error) => setProblem(error.message));
  }, [attempt]);
  return (
    <Card
      heading="Check your mail"
      subheading={
        <>
          We sent a code to <strong>{attempt.emailAddress}</strong>
        </>
      }
      footer={
        <button type="button" className="bartleby-link" onClick={props.onBack}>
          Use another address
        </button>
      }
    >
      {problem ? <Alert>{problem}</Alert> : null}
      <CodeStep
        onAttempt={async (code) => props.onNext(await attempt.attemptEmailAddressVerification({ code }))}
        onResend={async () => {
          await attempt.prepareEmailAddressVerification();
          setProblem(null);
        }}
      />
    </Card>
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
    if (!waitsForCode(attempt)) throw new ScreenProblem(MISSING_TEXT + attempt.missingFields.join(', '));
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
  if (waitsForCode(signUp) && !isEditing)
    return <VerifyEmailAddress attempt={signUp} onNext={next} onBack={() => setEditing(true)} />;
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
      <SignUpForm environment={environment} initialValues={props.initialValues} onNext={next} />
    </Card>
  );
}

/** The sign-up screen: name, email address and password, then the code that was mailed. */
export function SignUp(props: SignUpProps): ReactNode {
  return (
    <WhenLoaded who="<SignUp>" heading="Create your account">
      <SignUpSteps {...props} />
    </WhenLoaded>
  );
}
