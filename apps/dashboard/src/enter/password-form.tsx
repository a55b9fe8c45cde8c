import { type FormEvent, type ReactNode, useState } from 'react';
import { TextField } from '../elements/text-field.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { Operator } from '../platform/resources.ts';

/** Asks a new operator for a password, so that the next sign-in needs no link. May be skipped. */
export function PasswordForm(props: {
  readonly operator: Operator;
  readonly onSet: (password: string) => Promise<unknown>;
  readonly onDone: () => void;
}): ReactNode {
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await props.onSet(password);
      props.onDone();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <h1>Set a password</h1>
      <p>
        Your link works once. With a password you can come back as{' '}
        <strong dir="auto">{props.operator.email_address ?? props.operator.id}</strong>.
      </p>
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        hint="At least 8 characters."
        value={password}
        onChange={setPassword}
      />
      {problem ? (
        <p className="alert" role="alert">
          {problem}
        </p>
      ) : null}
      <p className="row">
        <button type="submit" className="button primary" disabled={isBusy}>
          Set password
        </button>
        <button type="button" className="button" onClick={props.onDone}>
          Skip for now
        </button>
      </p>
    </form>
  );
}
