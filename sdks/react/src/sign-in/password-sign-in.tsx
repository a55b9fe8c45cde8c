import { type Environment, isBartlebyApiError, type SignIn } from '@bartleby/browser';
import { type ReactNode, useId, useState } from 'react';
import { Alert, Card, SubmitButton } from '../elements/card.tsx';
import { type FormErrors, ScreenProblem } from '../elements/form-errors.ts';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { existingSession } from './existing-session.ts';

/** All of them look the same, so that nobody learns which addresses have an account. */
const NO_MATCH = [
  'form_password_incorrect',
  'form_identifier_not_found',
  'form_password_or_identifier_incorrect',
  'strategy_for_user_invalid',
];
const OTHER_STEP_TEXT = 'This account needs another step to sign in, which this page does not have.';

/** How the field for who one is is called, where usernames are on and where they are not. */
const identifierLabel = (hasUsernames: boolean) =>
  hasUsernames ? 'Email address or username' : 'Email address';

const explainFor =
  (hasUsernames: boolean) =>
  (error: unknown): FormErrors | null => {
    if (!isBartlebyApiError(error) || !NO_MATCH.includes(error.code)) return null;
    const subject = hasUsernames ? 'What you entered' : 'The email address';
    const text = `${subject} and the password do not match an account.`;
    return { form: text, fields: { match: text } };
  };

function PasswordForm(props: {
  readonly emailAddress: string;
  readonly hasUsernames: boolean;
  readonly onSubmit: (identifier: string, password: string) => Promise<void>;
  readonly onForgotten: (emailAddress: string) => void;
}): ReactNode {
  const [identifier, setIdentifier] = useState(props.emailAddress);
  const [password, setPassword] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(
    ['identifier', 'password'],
    explainFor(props.hasUsernames),
  );
  const alertId = useId();
  const errorId = errors.fields.match ? alertId : undefined;
  const submit = onSubmit(() => props.onSubmit(identifier.trim(), password));
  return (
    <form ref={formRef} className="bartleby-form" onSubmit={submit}>
      {errors.form ? <Alert id={alertId}>{errors.form}</Alert> : null}
      <TextField
        label={identifierLabel(props.hasUsernames)}
        name="identifier"
        type={props.hasUsernames ? 'text' : 'email'}
        autoComplete="username"
        value={identifier}
        onChange={setIdentifier}
        error={errors.fields.identifier}
        errorId={errorId}
        required
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={errors.fields.password}
        errorId={errorId}
        takesFocus
        required
      />
      <SubmitButton isPending={isPending} pendingText="Signing in…">
        Sign in
      </SubmitButton>
      <button
        type="button"
        className="bartleby-link bartleby-link-start"
        // A code goes to an address: a username stays here.
        onClick={() => props.onForgotten(identifier.includes('@') ? identifier.trim() : '')}
      >
        Forgot your password?
      </button>
    </form>
  );
}

/** Email address, or username where the instance has them, and password on one card. */
export function PasswordSignIn(props: {
  readonly emailAddress: string;
  readonly environment: Environment;
  readonly footer: ReactNode;
  readonly onComplete: (sessionId: string | null) => Promise<void>;
  readonly onForgotten: (emailAddress: string) => void;
}): ReactNode {
  const { client, signIn } = useBrowserState('<SignIn>');
  const { environment } = props;
  const submit = async (identifier: string, password: string): Promise<void> => {
    let attempt: SignIn | undefined;
    try {
      attempt = await signIn?.create({ strategy: 'password', identifier, password });
    } catch (error) {
      const sessionId = existingSession(error, client?.lastActiveSessionId);
      if (!sessionId) throw error;
      return props.onComplete(sessionId);
    }
    if (attempt?.status !== 'complete') throw new ScreenProblem(OTHER_STEP_TEXT);
    await props.onComplete(attempt.createdSessionId);
  };
  const name = environment.applicationName;
  return (
    <Card heading={name ? `Sign in to ${name}` : 'Sign in'} footer={props.footer}>
      <PasswordForm
        emailAddress={props.emailAddress}
        hasUsernames={environment.username.enabled}
        onSubmit={submit}
        onForgotten={props.onForgotten}
      />
    </Card>
  );
}
