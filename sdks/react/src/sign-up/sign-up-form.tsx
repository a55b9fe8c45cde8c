import type { Environment, SignUp as SignUpAttempt, SignUpParams } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, SubmitButton } from '../elements/card.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';
import { useBrowserState } from '../hooks/use-browser-state.ts';

/** What the form is filled in with at first. */
export interface SignUpInitialValues {
  readonly emailAddress?: string;
  readonly username?: string;
  readonly firstName?: string;
  readonly lastName?: string;
}

const FIELDS = ['first_name', 'last_name', 'email_address', 'username', 'password'];

interface Values {
  readonly firstName: string;
  readonly lastName: string;
  readonly emailAddress: string;
  readonly username: string;
  readonly password: string;
}

/** Names go along only where somebody wrote one: an empty name is no name. */
function toParams(values: Values): SignUpParams {
  const firstName = values.firstName.trim();
  const lastName = values.lastName.trim();
  const username = values.username.trim();
  return {
    emailAddress: values.emailAddress.trim(),
    ...(values.password ? { password: values.password } : {}),
    ...(firstName ? { firstName } : {}),
    ...(lastName ? { lastName } : {}),
    ...(username ? { username } : {}),
  };
}

interface FieldsProps {
  readonly environment: Environment;
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly set: (part: Partial<Values>) => void;
}

function NameFields({ environment, values, errors, set }: FieldsProps): ReactNode {
  const { firstName, lastName } = environment;
  if (!firstName.enabled && !lastName.enabled) return null;
  return (
    <div className="bartleby-columns">
      {firstName.enabled ? (
        <TextField
          label="First name"
          name="first_name"
          autoComplete="given-name"
          value={values.firstName}
          onChange={(text) => set({ firstName: text })}
          required={firstName.required}
          optional={!firstName.required}
          error={errors.first_name}
        />
      ) : null}
      {lastName.enabled ? (
        <TextField
          label="Last name"
          name="last_name"
          autoComplete="family-name"
          value={values.lastName}
          onChange={(text) => set({ lastName: text })}
          required={lastName.required}
          optional={!lastName.required}
          error={errors.last_name}
        />
      ) : null}
    </div>
  );
}

function AccountFields({ environment, values, errors, set }: FieldsProps): ReactNode {
  return (
    <>
      <TextField
        label="Email address"
        name="email_address"
        type="email"
        autoComplete="email"
        value={values.emailAddress}
        onChange={(text) => set({ emailAddress: text })}
        error={errors.email_address}
        required
      />
      {environment.username.enabled ? (
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          value={values.username}
          onChange={(text) => set({ username: text })}
          required={environment.username.required}
          optional={!environment.username.required}
          error={errors.username}
        />
      ) : null}
      {environment.password.enabled ? (
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          value={values.password}
          onChange={(text) => set({ password: text })}
          hint={`At least ${environment.passwordMinLength} characters`}
          minLength={environment.passwordMinLength}
          error={errors.password}
          required={environment.password.required}
          optional={!environment.password.required}
        />
      ) : null}
    </>
  );
}

/** The first step of signing up. */
export function SignUpForm(props: {
  readonly environment: Environment;
  readonly initialValues: SignUpInitialValues | undefined;
  readonly onNext: (attempt: SignUpAttempt) => Promise<void>;
}): ReactNode {
  const { signUp } = useBrowserState('<SignUp>');
  const [values, setValues] = useState<Values>({
    firstName: '',
    lastName: '',
    emailAddress: '',
    username: '',
    password: '',
    ...props.initialValues,
  });
  const { isPending, errors, formRef, onSubmit } = useSubmission(FIELDS);
  const fields = {
    environment: props.environment,
    values,
    errors: errors.fields,
    set: (part: Partial<Values>) => setValues({ ...values, ...part }),
  };
  const submit = onSubmit(async () => {
    if (signUp) await props.onNext(await signUp.create(toParams(values)));
  });
  return (
    <form ref={formRef} className="bartleby-form" onSubmit={submit}>
      {errors.form ? <Alert>{errors.form}</Alert> : null}
      <NameFields {...fields} />
      <AccountFields {...fields} />
      <SubmitButton isPending={isPending} pendingText="One moment…">
        Continue
      </SubmitButton>
    </form>
  );
}
