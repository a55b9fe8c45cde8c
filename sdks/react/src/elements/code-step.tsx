import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Alert, SubmitButton } from './card.tsx';
import { Resend } from './resend.tsx';
import { useSubmission } from './use-submission.ts';

const CODE_LENGTH = 6;

export interface CodeStepProps {
  /** Checks the code; throws the server's refusal. */
  readonly onAttempt: (code: string) => Promise<void>;
  /** Sends another code. */
  readonly onResend: () => Promise<void>;
}

function CodeField(props: {
  readonly code: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
}): ReactNode {
  const { code, error } = props;
  const id = useId();
  const inputRef = useRef<HTMLInputElement | null>(null);
  useEffect(() => inputRef.current?.focus(), []);
  useEffect(() => {
    if (error) inputRef.current?.select();
  }, [error]);
  return (
    <div className="bartleby-field">
      <label htmlFor={id}>Code</label>
      <input
        id={id}
        ref={inputRef}
        className="bartleby-code"
        name="code"
        value={code}
        onChange={(event) => props.onChange(event.target.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}
      />
      <p id={`${id}-hint`} className="bartleby-hint">
        6 digits, good for 10 minutes
      </p>
      {error ? (
        <p id={`${id}-error`} className="bartleby-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** Asks for the code that was mailed: six digits, typed, pasted or filled in by the browser. Sends itself when full. */
export function CodeStep({ onAttempt, onResend }: CodeStepProps): ReactNode {
  const [code, setCode] = useState('');
  const { isPending, errors, formRef, run, onSubmit } = useSubmission(['code']);
  const change = (text: string) => {
    // A pasted "424 242" or a whole sentence with the code in it counts.
    const digits = text.replace(/\D/g, '').slice(0, CODE_LENGTH);
    setCode(digits);
    if (digits.length === CODE_LENGTH && digits !== code) void run(() => onAttempt(digits));
  };
  return (
    <>
      <form ref={formRef} className="bartleby-form" onSubmit={onSubmit(() => onAttempt(code))} noValidate>
        {errors.form ? <Alert>{errors.form}</Alert> : null}
        <CodeField code={code} onChange={change} error={errors.fields.code} />
        <SubmitButton isPending={isPending} pendingText="Checking…">
          Continue
        </SubmitButton>
      </form>
      <Resend what="code" onResend={onResend} />
    </>
  );
}
