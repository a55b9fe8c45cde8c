import type { DeclaredRole, OrganizationRoleResource } from '@bartleby/api-contract';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ChangeButton } from '../../elements/change-button.tsx';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { Empty, WhenLoaded } from '../../elements/states.tsx';
import { useToast } from '../../elements/toast.tsx';
import { usePageTitle } from '../../elements/use-page-title.ts';
import { PermissionsCard } from './permissions-card.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { countText, roleTitle } from './role-draft.ts';
import { RoleTable } from './role-table.tsx';
import { useRoles } from './use-roles.ts';

/** In its place when it is there, at the end when it is new. */
const withRole = (roles: readonly DeclaredRole[], role: DeclaredRole): readonly DeclaredRole[] =>
  roles.some(({ key }) => key === role.key)
    ? roles.map((each) => (each.key === role.key ? role : each))
    : [...roles, role];

/** The roles of members of organizations, and what each may do. */
export function RolesPage(): ReactNode {
  usePageTitle('Roles and permissions');
  const toast = useToast();
  const { loaded, save } = useRoles();
  const [editing, setEditing] = useState<OrganizationRoleResource | 'new' | null>(null);
  const [asked, setAsked] = useState<OrganizationRoleResource | null>(null);
  const saveRole = async (role: DeclaredRole) => {
    await save(({ roles, permissions }) => ({ roles: withRole(roles, role), permissions }));
    setEditing(null);
    toast(`${roleTitle(role)} is saved. Run bartleby types for your app’s types.`);
  };
  const remove = async (role: OrganizationRoleResource) => {
    await save(({ roles, permissions }) => ({
      roles: roles.filter(({ key }) => key !== role.key),
      permissions,
    }));
    setAsked(null);
    toast(`${roleTitle(role)} is deleted.`);
  };
  return (
    <section className="page">
      <p>
        <Link to="/dashboard/users">← All users</Link>
      </p>
      <div className="card-head">
        <div>
          <h1>Roles and permissions</h1>
          <p className="lead">
            What members of organizations are, and what they may do.{' '}
            <a href="/docs/typed-metadata">Read the guide</a>
          </p>
        </div>
        <ChangeButton
          className="button primary"
          disabled={loaded.value === null}
          onClick={() => setEditing('new')}
        >
          Create role
        </ChangeButton>
      </div>
      <WhenLoaded loaded={loaded} what="the roles">
        {(known) => (
          <>
            {known.roles.length === 0 ? (
              <Empty title="No role yet." />
            ) : (
              <RoleTable roles={known.roles} onEdit={setEditing} onDelete={setAsked} />
            )}
            <PermissionsCard known={known} save={save} />
            {editing ? (
              <RoleDialog
                role={editing === 'new' ? null : editing}
                isKeyGiven={editing !== 'new'}
                known={known}
                onSave={saveRole}
                onClose={() => setEditing(null)}
              />
            ) : null}
          </>
        )}
      </WhenLoaded>
      {asked ? (
        <ConfirmDialog
          title="Delete this role?"
          confirm="Delete"
          onConfirm={() => remove(asked)}
          onCancel={() => setAsked(null)}
        >
          <p>
            <strong className="wrap">
              <bdi>{roleTitle(asked)}</bdi>
            </strong>{' '}
            (<code className="wrap">{asked.key}</code>): {countText(asked.members)} has it. Apps that ask for
            it by name do not compile after the next <code>bartleby types</code>.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
