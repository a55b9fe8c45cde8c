import { type FormEvent, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Modal } from '../elements/modal.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { NewUser } from '../platform/resources.ts';

/** Leaves out what was left empty. */
function newUserOf(fields: Required<NewUser>): NewUser {
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return { email_address: fields.email_address, ...Object.fromEntries(given) };
}

export function CreateUser({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { platform } = useInstance();
  const navigate = useNavigate();
  const [fields, setFields] = useState({ email_address: '', password: '', first_name: '', last_name: '' });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (name: keyof typeof fields) => (value: string) => setFields({ ...fields, [name]: value });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const user = await platform.createUser(newUserOf(fields));
      await navigate(`/dashboard/users/${encodeURIComponent(user.id)}`);
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal title="Create user" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="modal-body">
          <TextField
            label="Email address"
            type="email"
            required
            autoComplete="off"
            data-autofocus
            value={fields.email_address}
            onChange={change('email_address')}
          />
          <TextField
            label="Password (optional)"
            type="password"
            autoComplete="new-password"
            hint="Without one they sign in by a code sent to their address."
            value={fields.password}
            onChange={change('password')}
          />
          <TextField
            label="First name (optional)"
            autoComplete="off"
            value={fields.first_name}
            onChange={change('first_name')}
          />
          <TextField
            label="Last name (optional)"
            autoComplete="off"
            value={fields.last_name}
            onChange={change('last_name')}
          />
          {problem ? (
            <p className="alert" role="alert">
              {problem}
            </p>
          ) : null}
        </div>
        <footer className="modal-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            Create
          </button>
        </footer>
      </form>
    </Modal>
  );
}
