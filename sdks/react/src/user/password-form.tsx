import type { User } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, StatusLine, SubmitButton } from '../elements/card.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';
import { useEnvironment } from '../hooks/use-environment.ts';
import { Section } from './section.tsx';

function SignOutOthers(props: { isChecked: boolean; onChange: (isChecked: boolean) => void }): ReactNode {
  return (
    <label className="bartleby-check">
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      Sign out of all other devices
    </label>
  );
}

interface Passwords {
  readonly current: string;
  readonly next: string;
}

function PasswordFields(props: {
  readonly user: User;
  readonly values: Passwords;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: Passwords) => void;
}): ReactNode {
  const { user, values, errors, onChange } = props;
  const minLength = useEnvironment('<UserProfile>')?.passwordMinLength ?? 8;
  return (
    <>
      {/* Tells password managers whose password this is. */}
      <input
        type="text"
        autoComplete="username"
        value={user.primaryEmailAddress?.emailAddress ?? ''}
        readOnly
        hidden
      />
      {user.passwordEnabled ? (
        <TextField
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          value={values.current}
          onChange={(current) => onChange({ ...values, current })}
          error={errors.current_password}
          required
        />
      ) : null}
      <TextField
        label="New password"
        name="new_password"
        type="password"
        autoComplete="new-password"
        value={values.next}
        onChange={(next) => onChange({ ...values, next })}
        hint={`At least ${minLength} characters`}
        minLength={minLength}
        error={errors.new_password}
        required
      />
    </>
  );
}

/** Changes the password, or sets the first one. */
export function PasswordForm({ user }: { readonly user: User }): ReactNode {
  const [values, setValues] = useState<Passwords>({ current: '', next: '' });
  const [signOutOfOtherSessions, setSignOutOthers] = useState(true);
  const [news, setNews] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(['current_password', 'new_password']);
  const submit = onSubmit(async () => {
    setNews('');
    const current = user.passwordEnabled ? { currentPassword: values.current } : {};
    await user.updatePassword({ ...current, newPassword: values.next, signOutOfOtherSessions });
    setValues({ current: '', next: '' });
    setNews('Your password is changed.');
  });
  return (
    <Section heading="Password">
      <form ref={formRef} className="bartleby-form" onSubmit={submit}>
        {errors.form ? <Alert>{errors.form}</Alert> : null}
        <PasswordFields user={user} values={values} errors={errors.fields} onChange={setValues} />
        <SignOutOthers isChecked={signOutOfOtherSessions} onChange={setSignOutOthers} />
        <SubmitButton isPending={isPending} pendingText="Saving…">
          {user.passwordEnabled ? 'Change password' : 'Set password'}
        </SubmitButton>
        <StatusLine>{news}</StatusLine>
      </form>
    </Section>
  );
}
