import { type FormEvent, type ReactNode, useState } from 'react';
import { CopyButton } from '../elements/copy-button.tsx';
import { Modal } from '../elements/modal.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';

/** Makes a secret key and shows it this once. */
export function NewSecretKey(props: { onMade: () => Promise<unknown>; onClose: () => void }): ReactNode {
  const { platform } = useInstance();
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      setSecret((await platform.createSecretKey(name.trim())).secret);
      await props.onMade();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  if (secret)
    return (
      <Modal title="Your new secret key" onClose={props.onClose}>
        <div className="modal-body">
          <p className="warning" role="alert">
            Copy it now: it is shown this once, and kept here only as a hash.
          </p>
          <p className="spread">
            <code className="key">{secret}</code>
            <CopyButton text={secret} what="the secret key" />
          </p>
        </div>
        <footer className="modal-foot">
          <button type="button" className="button primary" onClick={props.onClose}>
            I have copied it
          </button>
        </footer>
      </Modal>
    );
  return (
    <Modal title="Make a secret key" onClose={props.onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="modal-body">
          <TextField
            label="Name"
            required
            data-autofocus
            autoComplete="off"
            hint="Which server will use it?"
            value={name}
            onChange={setName}
          />
          {problem ? (
            <p className="alert" role="alert">
              {problem}
            </p>
          ) : null}
        </div>
        <footer className="modal-foot">
          <button type="button" className="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={isBusy || name.trim() === ''}>
            Make key
          </button>
        </footer>
      </form>
    </Modal>
  );
}
