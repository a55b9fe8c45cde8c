import type { User } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, StatusLine, SubmitButton } from '../elements/card.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';
import { Section } from './section.tsx';

/** First and last name. */
export function NameForm({ user }: { readonly user: User }): ReactNode {
  const [firstName, setFirstName] = useState(user.firstName ?? '');
  const [lastName, setLastName] = useState(user.lastName ?? '');
  const [news, setNews] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(['first_name', 'last_name']);
  const submit = onSubmit(async () => {
    setNews('');
    await user.update({ firstName: firstName.trim() || null, lastName: lastName.trim() || null });
    setNews('Your name is saved.');
  });
  return (
    <Section heading="Name">
      <form ref={formRef} className="bartleby-form" onSubmit={submit}>
        {errors.form ? <Alert>{errors.form}</Alert> : null}
        <div className="bartleby-columns">
          <TextField
            label="First name"
            name="first_name"
            autoComplete="given-name"
            value={firstName}
            onChange={setFirstName}
            error={errors.fields.first_name}
          />
          <TextField
            label="Last name"
            name="last_name"
            autoComplete="family-name"
            value={lastName}
            onChange={setLastName}
            error={errors.fields.last_name}
          />
        </div>
        <SubmitButton isPending={isPending} pendingText="Saving…">
          Save name
        </SubmitButton>
        <StatusLine>{news}</StatusLine>
      </form>
    </Section>
  );
}
