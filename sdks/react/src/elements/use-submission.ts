import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type FormErrors, formErrorsFrom, NO_ERRORS } from './form-errors.ts';

export interface Submission {
  readonly isPending: boolean;
  readonly errors: FormErrors;
  readonly formRef: RefObject<HTMLFormElement | null>;
  /** Runs the form's work: one at a time, its refusal sorted into `errors`, the first wrong field focused. */
  run(work: () => Promise<void>): Promise<void>;
  /** The same as a submit handler. */
  onSubmit(work: () => Promise<void>): (event: FormEvent<HTMLFormElement>) => void;
}

/** The state of one form. `fieldNames` are the names the server knows its fields by. */
export function useSubmission(
  fieldNames: readonly string[],
  explain: (error: unknown) => FormErrors | null = () => null,
): Submission {
  const [isPending, setPending] = useState(false);
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS);
  const formRef = useRef<HTMLFormElement | null>(null);
  useEffect(() => {
    if (errors === NO_ERRORS) return;
    const find = (selector: string) => formRef.current?.querySelector<HTMLElement>(selector);
    const wrong = find('[data-takes-focus][aria-invalid=true]') ?? find('[aria-invalid=true]');
    (wrong ?? find('[role=alert]'))?.focus();
  }, [errors]);
  const run = async (work: () => Promise<void>) => {
    if (isPending) return;
    setPending(true);
    setErrors(NO_ERRORS);
    try {
      await work();
    } catch (error) {
      setErrors(explain(error) ?? formErrorsFrom(error, fieldNames));
    } finally {
      setPending(false);
    }
  };
  const onSubmit = (work: () => Promise<void>) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void run(work);
  };
  return { isPending, errors, formRef, run, onSubmit };
}
