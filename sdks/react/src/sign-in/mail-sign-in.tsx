import type { Environment, SignIn as SignInAttempt, SignInFactor } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Card } from '../elements/card.tsx';
import { CodeStep } from '../elements/code-step.tsx';
import { ScreenProblem } from '../elements/form-errors.ts';
import { LinkStep, linkTarget } from '../elements/link-step.tsx';
import { LinkVerdict } from '../elements/link-verdict.tsx';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { AddressForm } from './address-form.tsx';
import { existingSession } from './existing-session.ts';

const NO_FACTOR_TEXT = 'This account needs another step to sign in, which this page does not have.';

interface Sent {
  readonly attempt: SignInAttempt;
  readonly factor: SignInFactor;
}

/** A code where the instance has codes, else a link. */
function mailFactor({ supportedFirstFactors: factors }: SignInAttempt): SignInFactor | undefined {
  const by = (strategy: string) => factors?.find((factor) => factor.strategy === strategy);
  return by('email_code') ?? by('email_link');
}

const send = ({ attempt, factor: { strategy, emailAddressId } }: Sent) =>
  attempt.prepareFirstFactor({
    strategy,
    ...(emailAddressId ? { emailAddressId } : {}),
    ...(strategy === 'email_link' ? { redirectUrl: linkTarget() } : {}),
  });

function MailedProof(props: {
  readonly sent: Sent;
  readonly onNext: (attempt: SignInAttempt) => Promise<void>;
  readonly onBack: () => void;
}): ReactNode {
  const { sent, onNext } = props;
  const { attempt, factor } = sent;
  const byLink = factor.strategy === 'email_link';
  const resend = async () => void (await send(sent));
  const look = async () => {
    const step = await attempt.reload();
    if (step.status !== 'needs_first_factor') return onNext(step);
    if (step.firstFactorVerification?.status === 'expired') throw new Error('The link has expired.');
  };
  return (
    <Card
      heading="Check your mail"
      subheading={`If ${attempt.identifier} has an account, a ${byLink ? 'link' : 'code'} is on its way.`}
      footer={
        <button type="button" className="bartleby-link" onClick={props.onBack}>
          Use another address
        </button>
      }
    >
      {byLink ? (
        <LinkStep onLook={look} onResend={resend} />
      ) : (
        <CodeStep
          onAttempt={async (code) =>
            onNext(await attempt.attemptFirstFactor({ strategy: factor.strategy, code }))
          }
          onResend={resend}
        />
      )}
    </Card>
  );
}

/** Signs in with nothing but the mailbox: a code or a link, whichever the instance has. */
export function MailSignIn(props: {
  readonly emailAddress: string;
  readonly environment: Environment;
  readonly footer: ReactNode;
  readonly onComplete: (sessionId: string | null) => Promise<void>;
}): ReactNode {
  const { client, signIn } = useBrowserState('<SignIn>');
  const name = props.environment.applicationName;
  const [sent, setSent] = useState<Sent | null>(null);
  const next = async (attempt: SignInAttempt) => {
    if (attempt.status !== 'complete') throw new ScreenProblem(NO_FACTOR_TEXT);
    await props.onComplete(attempt.createdSessionId);
  };
  const begin = async (identifier: string): Promise<void> => {
    if (!signIn) return;
    try {
      const attempt = await signIn.create({ identifier });
      const factor = mailFactor(attempt);
      if (!factor) throw new ScreenProblem(NO_FACTOR_TEXT);
      setSent({ attempt: await send({ attempt, factor }), factor });
    } catch (error) {
      const sessionId = existingSession(error, client?.lastActiveSessionId);
      if (!sessionId) throw error;
      await props.onComplete(sessionId);
    }
  };
  if (sent) return <MailedProof sent={sent} onNext={next} onBack={() => setSent(null)} />;
  return (
    <Card heading={name ? `Sign in to ${name}` : 'Sign in'} footer={props.footer}>
      <AddressForm emailAddress={props.emailAddress} submitText="Continue" onSubmit={begin}>
        <LinkVerdict />
      </AddressForm>
    </Card>
  );
}
