import { type ReactNode, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { ListTable } from '../elements/list-table.tsx';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { useAskBefore } from '../elements/use-ask-before.ts';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { SocialConnection } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { ConnectionForm } from './connection-form.tsx';

interface RowProps {
  readonly connection: SocialConnection;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function ConnectionRow({ connection, onEdit, onDelete }: RowProps): ReactNode {
  const { name, strategy, issuer, enabled } = connection;
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
      </th>
      <td>
        <code>{strategy}</code>
      </td>
      <td data-label="Provider">{issuer ?? 'public service'}</td>
      <td>
        <span className="badge">{enabled ? 'on' : 'off'}</span>
      </td>
      <td>
        <div className="row">
          <ChangeButton className="button small" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </ChangeButton>
          <ChangeButton className="button small danger" aria-label={`Delete ${name}`} onClick={onDelete}>
            Delete
          </ChangeButton>
        </div>
      </td>
    </tr>
  );
}

function ConnectionTable(props: {
  readonly connections: readonly SocialConnection[];
  readonly onEdit: (connection: SocialConnection) => void;
  readonly onDelete: (connection: SocialConnection) => void;
}): ReactNode {
  return (
    <ListTable caption="Social connections" columns={['Name', 'Strategy', 'Provider', 'State', 'Actions']}>
      {props.connections.map((connection) => (
        <ConnectionRow
          key={connection.id}
          connection={connection}
          onEdit={() => props.onEdit(connection)}
          onDelete={() => props.onDelete(connection)}
        />
      ))}
    </ListTable>
  );
}

/** Providers that the users of the instance may sign in with. */
export function SocialPage(): ReactNode {
  usePageTitle('Social connections');
  const { platform, instance } = useInstance();
  const toast = useToast();
  const loaded = useLoad('social', platform.socialConnections);
  const [form, setForm] = useState<SocialConnection | 'new' | null>(null);
  const deletion = useAskBefore(loaded, {
    run: ({ id }) => platform.deleteSocialConnection(id),
    done: () => 'The connection is deleted.',
  });
  const { asked } = deletion;
  const saved = async () => {
    await loaded.reload();
    toast('The connection is saved.');
  };
  return (
    <section className="page">
      <div className="card-head">
        <div>
          <h1>Social connections</h1>
          <p className="lead">Your users sign in with accounts that they have elsewhere.</p>
        </div>
        <ChangeButton className="button primary" onClick={() => setForm('new')}>
          Add connection
        </ChangeButton>
      </div>
      <WhenLoaded loaded={loaded} what="the social connections">
        {(connections) =>
          connections.length === 0 ? (
            <Empty title="No connection yet.">
              <p>Add Google, GitHub or any provider that speaks OpenID Connect.</p>
            </Empty>
          ) : (
            <ConnectionTable connections={connections} onEdit={setForm} onDelete={deletion.ask} />
          )
        }
      </WhenLoaded>
      {form ? (
        <ConnectionForm
          connection={form === 'new' ? null : form}
          callbackUrl={`${instance.frontend_api_url}/v1/oauth_callback`}
          onSaved={saved}
          onClose={() => setForm(null)}
        />
      ) : null}
      {asked ? (
        <ConfirmDialog
          title="Delete this connection?"
          confirm="Delete"
          onConfirm={deletion.confirm}
          onCancel={deletion.cancel}
        >
          <p>
            Nobody can sign in with <strong dir="auto">{asked.name}</strong> any more. Users stay; whoever has
            no other way in resets a password or uses a code.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
