import type { MetadataSchemasResource } from '@bartleby/api-contract';
import type { JsonObject } from '@bartleby/claims-template';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ChangeButton } from '../elements/change-button.tsx';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { CopyButton } from '../elements/copy-button.tsx';
import { LeaveQuestion } from '../elements/editing/leave-question.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { User } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { MetadataEditor } from './metadata-editor.tsx';
import { NamesForm } from './names-form.tsx';
import { useDirtyParts } from './use-dirty-parts.ts';
import { userName } from './user-name.ts';
import { UserSessions } from './user-sessions.tsx';

function Addresses({ user }: { readonly user: User }): ReactNode {
  return (
    <section className="card" aria-labelledby="addresses">
      <h2 id="addresses">Email addresses</h2>
      {user.email_addresses.length === 0 ? <p className="muted">None.</p> : null}
      <ul className="plain">
        {user.email_addresses.map((address) => (
          <li key={address.id}>
            <span dir="auto">{address.email_address}</span>{' '}
            {address.id === user.primary_email_address_id ? <span className="badge">primary</span> : null}{' '}
            <span className="badge">
              {address.verification?.status === 'verified' ? 'verified' : 'not verified'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeleteUser(props: { readonly user: User; readonly onDeleted: () => void }): ReactNode {
  const { user, onDeleted } = props;
  const { platform } = useInstance();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const remove = async () => {
    await platform.deleteUser(user.id);
    toast('The user is deleted.');
    onDeleted();
  };
  return (
    <section className="card" aria-labelledby="delete">
      <h2 id="delete">Delete</h2>
      <p>Their sessions end at once. This cannot be undone.</p>
      <ChangeButton className="button danger" onClick={() => setAsking(true)}>
        Delete user
      </ChangeButton>
      {isAsking ? (
        <ConfirmDialog
          title="Delete this user?"
          confirm="Delete"
          onConfirm={remove}
          onCancel={() => setAsking(false)}
        >
          <p>
            <strong dir="auto" className="name">
              {userName(user)}
            </strong>{' '}
            and everything about them will be gone.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

function UserDetails(props: {
  readonly user: User;
  readonly schemas: MetadataSchemasResource;
  readonly onChange: () => Promise<unknown>;
}): ReactNode {
  const { user, schemas, onChange } = props;
  const refuses = schemas.enforcement === 'refuse';
  const { isDirty, onDirty } = useDirtyParts();
  const [isDeleted, setDeleted] = useState(false);
  const navigate = useNavigate();
  // Not at once: what is typed about somebody who is gone is not asked about, and that must be rendered first.
  useEffect(() => {
    if (isDeleted) void navigate('/dashboard/users');
  }, [isDeleted, navigate]);
  usePageTitle(userName(user));
  return (
    <>
      <h1 dir="auto" className="name">
        {userName(user)}
      </h1>
      <p className="row">
        <code>{user.id}</code> <CopyButton text={user.id} what="the user id" />
      </p>
      <Addresses user={user} />
      <UserSessions userId={user.id} />
      <NamesForm user={user} onChange={onChange} onDirty={onDirty} />
      <MetadataEditor
        user={user}
        kind="public_metadata"
        title="Public metadata"
        schema={schemas.public as JsonObject | null}
        refuses={refuses}
        meaning="Written by your backend, readable by the browser; claims may carry it."
        onChange={onChange}
        onDirty={onDirty}
      />
      <MetadataEditor
        user={user}
        kind="private_metadata"
        title="Private metadata"
        schema={schemas.private as JsonObject | null}
        refuses={refuses}
        meaning="Written and read by your backend only; never in a token."
        onChange={onChange}
        onDirty={onDirty}
      />
      <MetadataEditor
        user={user}
        kind="unsafe_metadata"
        title="Unsafe metadata"
        schema={schemas.unsafe as JsonObject | null}
        refuses={refuses}
        meaning="The user’s own browser can write it: decide nothing by it."
        onChange={onChange}
        onDirty={onDirty}
      />
      <DeleteUser user={user} onDeleted={() => setDeleted(true)} />
      <LeaveQuestion isDirty={isDirty && !isDeleted} />
    </>
  );
}

export function UserPage(): ReactNode {
  const { userId = '' } = useParams();
  const { platform } = useInstance();
  const loaded = useLoad(userId, async () => {
    const [user, { config }] = await Promise.all([platform.user(userId), platform.config()]);
    return { user, schemas: config.metadata_schemas };
  });
  return (
    <section className="page">
      <p>
        <Link to="/dashboard/users">← All users</Link>
      </p>
      <WhenLoaded loaded={loaded} what="the user">
        {({ user, schemas }) => <UserDetails user={user} schemas={schemas} onChange={loaded.reload} />}
      </WhenLoaded>
    </section>
  );
}
