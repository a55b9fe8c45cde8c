import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { CopyButton } from '../elements/copy-button.tsx';
import { Modal } from '../elements/modal.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { SocialConnection, SocialKind } from '../platform/resources.ts';
import { emptyFields, fieldsOf, requestOf, titleOf } from './connection-fields.ts';

interface ConnectionFormProps {
  /** The connection to change; null for a new one. */
  readonly connection: SocialConnection | null;
  /** What the operator registers at the provider. */
  readonly callbackUrl: string;
  readonly onSaved: () => Promise<unknown>;
  readonly onClose: () => void;
}

function KindChoice(props: { value: SocialKind; onChange: (kind: SocialKind) => void }): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Provider</label>
      <select
        id={id}
        data-autofocus
        value={props.value}
        onChange={(event) => props.onChange(event.target.value as SocialKind)}
      >
        <option value="google">Google</option>
        <option value="github">GitHub</option>
        <option value="oidc">OpenID Connect</option>
      </select>
    </div>
  );
}

/** Adds a connection, or changes one: the secret is never shown, and stays when nothing is typed. */
export function ConnectionForm({
  connection,
  callbackUrl,
  onSaved,
  onClose,
}: ConnectionFormProps): ReactNode {
  const { platform } = useInstance();
  const [fields, setFields] = useState(connection ? fieldsOf(connection) : emptyFields);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = (name: Exclude<keyof typeof fields, 'kind' | 'enabled'>) => ({
    value: fields[name],
    onChange: (value: string) => setFields({ ...fields, [name]: value }),
    autoComplete: 'off',
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await platform.saveSocialConnection(connection?.id ?? null, requestOf(fields, connection));
      await onSaved();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  const isOidc = fields.kind === 'oidc';
  return (
    <Modal title={connection ? `Edit ${connection.name}` : 'Add a connection'} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="modal-body">
          {connection ? null : (
            <KindChoice value={fields.kind} onChange={(kind) => setFields({ ...fields, kind })} />
          )}
          <p className="hint">Register this callback URL at {titleOf(fields.kind)}:</p>
          <p className="spread">
            <code className="key">{callbackUrl}</code>
            <CopyButton text={callbackUrl} what="the callback URL" />
          </p>
          {isOidc ? (
            <>
              <TextField label="Name" required hint="On the button." {...field('name')} />
              {connection ? null : (
                <TextField
                  label="Key"
                  required
                  hint={`Apps call it oauth_custom_${fields.key || '<key>'}.`}
                  {...field('key')}
                />
              )}
              <TextField
                label="Issuer"
                type="url"
                required
                hint="https://login.example.com"
                {...field('issuer')}
              />
              <TextField label="Logo URL (optional)" type="url" {...field('logo_url')} />
            </>
          ) : null}
          <TextField label="Client ID" required {...field('client_id')} />
          <TextField
            label="Client secret"
            type="password"
            required={connection === null}
            hint={
              connection
                ? 'Leave it empty to keep the present one.'
                : 'Kept encrypted, and never shown again.'
            }
            {...field('client_secret')}
            autoComplete="new-password"
          />
          <TextField label="Scopes (optional)" hint="Separated by blanks." {...field('scopes')} />
          <label className="check">
            <input
              type="checkbox"
              checked={fields.enabled}
              onChange={(event) => setFields({ ...fields, enabled: event.target.checked })}
            />{' '}
            Users may sign in with it
          </label>
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
            {connection ? 'Save' : 'Add'}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
