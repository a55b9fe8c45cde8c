import type { OrganizationRoleResource } from '@bartleby/api-contract';
import type { ReactNode } from 'react';
import { ChangeButton } from '../../elements/change-button.tsx';
import { ListTable } from '../../elements/list-table.tsx';
import { countText, roleTitle } from './role-draft.ts';

interface RowActions {
  readonly onEdit: (role: OrganizationRoleResource) => void;
  readonly onDelete: (role: OrganizationRoleResource) => void;
}

function RoleRow({ role, onEdit, onDelete }: RowActions & { role: OrganizationRoleResource }): ReactNode {
  const { key, description, permissions, members, declared, system } = role;
  const title = roleTitle(role);
  const membersId = `members-${key}`;
  const isHeld = members > 0;
  return (
    <tr>
      <th scope="row">
        {role.name ? <bdi className="wrap role-name">{role.name}</bdi> : null}
        <code className="wrap">{key}</code> {system ? <span className="badge">system</span> : null}
        {declared ? null : <span className="badge">not declared</span>}
        {description ? (
          <p className="hint wrap" dir="auto">
            {description}
          </p>
        ) : null}
      </th>
      <td data-label="Permissions">
        {permissions.length === 0 ? 'none' : null}
        {permissions.map((permission) => (
          <code key={permission} className="wrap permission">
            {permission}
          </code>
        ))}
      </td>
      <td data-label="Members" id={membersId}>
        {countText(members)}
        {isHeld && declared && !system ? <p className="hint">It stays as long as somebody has it.</p> : null}
        {system ? <p className="hint">It stays: who creates an organization gets it.</p> : null}
      </td>
      <td>
        <div className="row">
          <ChangeButton
            className="button small"
            aria-label={`${declared ? 'Edit' : 'Declare'} ${title}`}
            onClick={() => onEdit(role)}
          >
            {declared ? 'Edit' : 'Declare'}
          </ChangeButton>
          {declared && !system ? (
            <ChangeButton
              className="button small danger"
              aria-label={`Delete ${title}`}
              disabled={isHeld}
              {...(isHeld && { 'aria-describedby': membersId })}
              onClick={() => onDelete(role)}
            >
              Delete
            </ChangeButton>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

/** Every role: who is in it, what it may do. */
export function RoleTable({
  roles,
  ...actions
}: RowActions & { roles: readonly OrganizationRoleResource[] }): ReactNode {
  return (
    <ListTable caption="Roles" columns={['Role', 'Permissions', 'Members', 'Actions']}>
      {roles.map((role) => (
        <RoleRow key={role.key} role={role} {...actions} />
      ))}
    </ListTable>
  );
}
