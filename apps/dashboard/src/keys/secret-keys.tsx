import { type ReactNode, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { Instant } from '../elements/instant.tsx';
import { ListTable } from '../elements/list-table.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { useAskBefore } from '../elements/use-ask-before.ts';
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
          <ChangeButton
            className="button small danger"
            aria-label={`Revoke ${secretKey.name}`}
            onClick={onRevoke}
          >
            Revoke
          </ChangeButton>
        ) : (
          <span className="badge">revoked</span>
        )}
      </td>
    </tr>
  );
}

function KeyTable(props: { keys: readonly SecretKey[]; onRevoke: (key: SecretKey) => void }): ReactNode {
  return (
    <ListTable caption="Secret keys" columns={['Name', 'Begins with', 'Made', 'Last used', 'Action']}>
      {props.keys.map((key) => (
        <KeyRow key={key.id} secretKey={key} onRevoke={() => props.onRevoke(key)} />
      ))}
    </ListTable>
  );
}

export function SecretKeys(): ReactNode {
  const { platform } = useInstance();
  const loaded = useLoad('keys', platform.secretKeys);
  const [isMaking, setMaking] = useState(false);
  const revocation = useAskBefore(loaded, {
    run: ({ id }) => platform.revokeSecretKey(id),
    done: () => 'The key is revoked.',
  });
  const { asked } = revocation;
  return (
    <section className="card" aria-labelledby="secret">
      <div className="card-head">
        <div>
          <h2 id="secret">Secret keys</h2>
          <p className="hint">For your servers only: who has one can do everything to this instance.</p>
        </div>
        <ChangeButton className="button" onClick={() => setMaking(true)}>
          Make another
        </ChangeButton>
      </div>
      <WhenLoaded loaded={loaded} what="the secret keys">
        {(keys) =>
          keys.length === 0 ? (
            <p className="muted">None.</p>
          ) : (
            <KeyTable keys={keys} onRevoke={revocation.ask} />
          )
        }
      </WhenLoaded>
      {isMaking ? <NewSecretKey onMade={loaded.reload} onClose={() => setMaking(false)} /> : null}
      {asked ? (
        <ConfirmDialog
          title="Revoke this key?"
          confirm="Revoke"
          onConfirm={revocation.confirm}
          onCancel={revocation.cancel}
        >
          <p>
            Servers that use <strong dir="auto">{asked.name}</strong> are refused from now on.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
