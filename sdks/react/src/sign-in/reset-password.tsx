import type { SignIn as SignInAttempt } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, Card, SubmitButton } from '../elements/card.tsx';
import { CodeStep } from '../elements/code-step.tsx';
import { ScreenProblem } from '../elements/form-errors.ts';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { useEnvironment } from '../hooks/use-environment.ts';
import { AddressForm } from './address-form.tsx';

const STRATEGY = 'reset_password_email_code';

interface StepProps {
  readonly onNext: (attempt: SignInAttempt) => Promise<void>;
}

function AskForAddress(props: StepProps & { readonly emailAddress: string }): ReactNode {
  const { signIn } = useBrowserState('<SignIn>');
  const send = async (identifier: string) => {
    if (signIn) await props.onNext(await signIn.create({ strategy: STRATEGY, identifier }));
  };
  return (
    <AddressForm emailAddress={props.emailAddress} submitText="Send me a code" onSubmit={send} focusFirst />
  );
}

function ChooseNewPassword(props: StepProps & { readonly attempt: SignInAttempt }): ReactNode {
  const minLength = useEnvironment('<SignIn>')?.passwordMinLength ?? 8;
  const [password, setPassword] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(['password']);
  const submit = onSubmit(async () => {
    await props.onNext(await props.attempt.resetPassword({ password, signOutOfOtherSessions: true }));
  });
  return (
    <form ref={formRef} className="bartleby-form" onSubmit={submit}>
      {errors.form ? <Alert>{errors.form}</Alert> : null}
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={`At least ${minLength} characters. All other devices are signed out.`}
        minLength={minLength}
        error={errors.fields.password}
        required
        focusFirst
      />
      <SubmitButton isPending={isPending} pendingText="Saving…">
        Set password and sign in
      </SubmitButton>
    </form>
  );
}

function BackToSignIn({ onBack }: { readonly onBack: () => void }): ReactNode {
  return (
    <button type="button" className="bartleby-link" onClick={onBack}>
      Back to sign in
    </button>
  );
}

/** For a forgotten password: a code by mail, then a new password. */
export function ResetPassword(props: {
  readonly emailAddress: string;
  readonly onComplete: (sessionId: string | null) => Promise<void>;
  readonly onBack: () => void;
}): ReactNode {
  const [attempt, setAttempt] = useState<SignInAttempt | null>(null);
  const next = async (step: SignInAttempt) => {
    if (step.status === 'complete') return props.onComplete(step.createdSessionId);
    if (step.status !== 'needs_first_factor' && step.status !== 'needs_new_password')
      throw new ScreenProblem('This account needs another step, which this page does not have.');
    setAttempt(step);
  };
  const footer = <BackToSignIn onBack={props.onBack} />;
  if (!attempt)
    return (
      <Card heading="Reset your password" subheading="We send a code to your email address." footer={footer}>
        <AskForAddress emailAddress={props.emailAddress} onNext={next} />
      </Card>
    );
  if (attempt.status === 'needs_new_password')
    return (
      <Card heading="Choose a new password" footer={footer}>
        <ChooseNewPassword attempt={attempt} onNext={next} />
      </Card>
    );
  return (
    <Card
      heading="Check your mail"
      subheading={`If ${attempt.identifier} has an account, a code is on its way.`}
      footer={footer}
    >
      <CodeStep
        onAttempt={async (code) => next(await attempt.attemptFirstFactor({ strategy: STRATEGY, code }))}
        onResend={async () => {
          const factor = attempt.supportedFirstFactors?.find(({ strategy }) => strategy === STRATEGY);
          const { emailAddressId } = factor ?? {};
          await attempt.prepareFirstFactor({ strategy: STRATEGY, ...(emailAddressId && { emailAddressId }) });
        }}
      />
    </Card>
  );
}
