import { type ReactNode, useState } from 'react';
import { Alert, SubmitButton } from '../elements/card.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useSubmission } from '../elements/use-submission.ts';

/** Asks whose account it is, by email address, and hands it on without spaces around it. */
export function AddressForm(props: {
  readonly emailAddress: string;
  readonly submitText: string;
  readonly onSubmit: (identifier: string) => Promise<void>;
  /** Whether it comes in place of another form: then the field has the focus. */
  readonly focusFirst?: boolean;
  /** Stands above what went wrong. */
  readonly children?: ReactNode;
}): ReactNode {
  const [identifier, setIdentifier] = useState(props.emailAddress);
  const { isPending, errors, formRef, onSubmit } = useSubmission(['identifier']);
  return (
    <form
      ref={formRef}
      className="bartleby-form"
      onSubmit={onSubmit(() => props.onSubmit(identifier.trim()))}
    >
      {props.children}
      {errors.form ? <Alert>{errors.form}</Alert> : null}
      <TextField
        label="Email address"
        name="identifier"
        type="email"
        autoComplete="username"
        value={identifier}
        onChange={setIdentifier}
        error={errors.fields.identifier}
        required
        focusFirst={props.focusFirst ?? false}
      />
      <SubmitButton isPending={isPending} pendingText="Sending…">
        {props.submitText}
      </SubmitButton>
    </form>
  );
}
