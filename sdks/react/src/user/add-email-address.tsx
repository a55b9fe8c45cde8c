import type { EmailAddress, User } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, SubmitButton } from '../elements/card.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';

/** A button that opens into a form for one more address. */
export function AddEmailAddress(props: {
  readonly user: User;
  readonly onAdded: (address: EmailAddress) => Promise<void>;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const { isPending, errors, formRef, onSubmit } = useSubmission(['email_address']);
  const submit = onSubmit(async () => {
    await props.onAdded(await props.user.createEmailAddress({ email: email.trim() }));
    setEmail('');
    setOpen(false);
  });
  if (!isOpen)
    return (
      <button
        type="button"
        className="bartleby-button bartleby-button-quiet bartleby-button-small"
        onClick={() => setOpen(true)}
      >
        Add an email address
      </button>
    );
  return (
    <form ref={formRef} className="bartleby-form" onSubmit={submit}>
      {errors.form ? <Alert>{errors.form}</Alert> : null}
      <TextField
        label="New email address"
        name="email_address"
        type="email"
        autoComplete="email"
        value={email}
        onChange={setEmail}
        error={errors.fields.email_address}
        required
        focusFirst
      />
      <SubmitButton isPending={isPending} pendingText="Adding…">
        Add address
      </SubmitButton>
    </form>
  );
}
