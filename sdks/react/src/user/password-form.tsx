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

/** Changes the password, or sets the first one. */
export function PasswordForm({ user }: { readonly user: User }): ReactNode {
  const minLength = useEnvironment('<UserProfile>')?.passwordMinLength ?? 8;
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [signOutOfOtherSessions, setSignOutOthers] = useState(true);
  const [news, setNews] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(['current_password', 'new_password']);
  const submit = onSubmit(async () => {
    setNews('');
    const current = user.passwordEnabled ? { currentPassword } : {};
    await user.updatePassword({ ...current, newPassword, signOutOfOtherSessions });
    setCurrent('');
    setNew('');
    setNews('Your password is changed.');
  });
  return (
    <Section heading="Password">
      <form ref={formRef} className="bartleby-form" onSubmit={submit}>
        {errors.form ? <Alert>{errors.form}</Alert> : null}
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
            value={currentPassword}
            onChange={setCurrent}
            error={errors.fields.current_password}
            required
          />
        ) : null}
        <TextField
          label="New password"
          name="new_password"
          type="password"
          autoComplete="new-password"
          value={newPassword}
          onChange={setNew}
          hint={`At least ${minLength} characters`}
          minLength={minLength}
          error={errors.fields.new_password}
          required
        />
        <SignOutOthers isChecked={signOutOfOtherSessions} onChange={setSignOutOthers} />
        <SubmitButton isPending={isPending} pendingText="Saving…">
          {user.passwordEnabled ? 'Change password' : 'Set password'}
        </SubmitButton>
        <StatusLine>{news}</StatusLine>
      </form>
    </Section>
  );
}
