import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { Instant } from '../elements/instant.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import type { SecretKey } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { NewSecretKey } from './new-secret-key.tsx';

function KeyRow({ secretKey, onRevoke }: { secretKey: SecretKey; onRevoke: () => void }): ReactNode {
  return (
    <tr>
      <th scope="row" dir="auto">
        {secretKey.name}
      </th>
      <td>
        <code>{secretKey.prefix}…</code>
      </td>
      <td data-label="Made">
        <Instant at={secretKey.created_at} />
      </td>
      <td data-label="Last used">
        <Instant at={secretKey.last_used_at} />
      </td>
      <td>
        {secretKey.revoked_at === null ? (
          <button
            type="button"
            className="button small danger"
            aria-label={`Revoke ${secretKey.name}`}
            onClick={onRevoke}
          >
            Revoke
          </button>
        ) : (
          <span className="badge">revoked</span>
        )}
      </td>
    </tr>
  );
}

function KeyTable(props: { keys: readonly SecretKey[]; onRevoke: (key: SecretKey) => void }): ReactNode {
  return (
    <table className="list">
      <caption className="visually-hidden">Secret keys</caption>
      <thead>
        <tr>
          {['Name', 'Begins with', 'Made', 'Last used', 'Action'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.keys.map((key) => (
          <KeyRow key={key.id} secretKey={key} onRevoke={() => props.onRevoke(key)} />
        ))}
      </tbody>
    </table>
  );
}

export function SecretKeys(): ReactNode {
  const { platform } = useInstance();
  const toast = useToast();
  const loaded = useLoad('keys', platform.secretKeys);
  const [isMaking, setMaking] = useState(false);
  const [asked, setAsked] = useState<SecretKey | null>(null);
  const revoke = async (key: SecretKey) => {
    await platform.revokeSecretKey(key.id);
    setAsked(null);
    await loaded.reload();
    toast('The key is revoked.');
  };
  return (
    <section className="card" aria-labelledby="secret">
      <div className="card-head">
        <div>
          <h2 id="secret">Secret keys</h2>
          <p className="hint">For your servers only: who has one can do everything to this instance.</p>
        </div>
        <button type="button" className="button" onClick={() => setMaking(true)}>
          Make another
        </button>
      </div>
      <WhenLoaded loaded={loaded} what="the secret keys">
        {(keys) =>
          keys.length === 0 ? <p className="muted">None.</p> : <KeyTable keys={keys} onRevoke={setAsked} />
        }
      </WhenLoaded>
      {isMaking ? <NewSecretKey onMade={loaded.reload} onClose={() => setMaking(false)} /> : null}
      {asked ? (
        <ConfirmDialog
          title="Revoke this key?"
          confirm="Revoke"
          onConfirm={() => revoke(asked)}
          onCancel={() => setAsked(null)}
        >
          <p>
            Servers that use <strong dir="auto">{asked.name}</strong> are refused from now on.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
