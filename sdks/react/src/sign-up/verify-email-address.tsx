import type { SignUp as SignUpAttempt } from '@bartleby/browser';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, Card } from '../elements/card.tsx';
import { CodeStep } from '../elements/code-step.tsx';
import { LinkStep, linkTarget } from '../elements/link-step.tsx';

type Send = (attempt: SignUpAttempt) => Promise<unknown>;

const sendCode: Send = (attempt) => attempt.prepareEmailAddressVerification();
const sendLink: Send = (attempt) =>
  attempt.prepareEmailAddressVerification({ strategy: 'email_link', redirectUrl: linkTarget() });

/** Proves the address of a sign-up: by a code where the instance has codes, else by a link. */
export function VerifyEmailAddress(props: {
  readonly attempt: SignUpAttempt;
  readonly strategies: readonly string[];
  readonly onNext: (attempt: SignUpAttempt) => Promise<void>;
  readonly onBack: () => void;
}): ReactNode {
  const { attempt, onNext } = props;
  const byLink = !props.strategies.includes('email_code') && props.strategies.includes('email_link');
  const send = byLink ? sendLink : sendCode;
  const [problem, setProblem] = useState<string | null>(null);
  const sending = useRef<Promise<unknown> | null>(null);
  useEffect(() => {
    // Not again when the server says that one is out already.
    if (sending.current || attempt.verifications.emailAddress?.status === 'unverified') return;
    sending.current = send(attempt);
    sending.current.catch((error: Error) => setProblem(error.message));
  }, [attempt, send]);
  const resend = async () => {
    await send(attempt);
    sending.current = Promise.resolve();
    setProblem(null);
  };
  const check = async (code: string) => {
    // A code may be there before the answer is (a test address has a known one), and nothing takes it until then.
    await sending.current;
    await onNext(await attempt.attemptEmailAddressVerification({ code }));
  };
  const look = async () => {
    const step = await attempt.reload();
    if (step.status === 'complete') return onNext(step);
    if (step.verifications.emailAddress?.status === 'expired') throw new Error('The link has expired.');
  };
  return (
    <Card
      heading="Check your mail"
      subheading={
        <>
          We sent a {byLink ? 'link' : 'code'} to <strong>{attempt.emailAddress}</strong>
        </>
      }
      footer={
        <button type="button" className="bartleby-link" onClick={props.onBack}>
          Use another address
        </button>
      }
    >
      {problem ? <Alert>{problem}</Alert> : null}
      {byLink ? (
        <LinkStep onLook={look} onResend={resend} />
      ) : (
        <CodeStep onAttempt={check} onResend={resend} />
      )}
    </Card>
  );
}
