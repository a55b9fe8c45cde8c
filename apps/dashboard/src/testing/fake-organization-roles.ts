import { CREATOR_ROLE, type DeclaredRole } from '@bartleby/api-contract';
import { systemPermissions } from '@bartleby/claims-template';
import { type Answer, type FakePlatformAnswer, ok, refuse } from './fake-call.ts';
import type { FakeState } from './fake-state.ts';
import { changed } from './fake-template-versions.ts';

export const listOrganizationRoles: Answer = ({ roles, permissions, roleMembers, configVersion }) => {
  const declared = roles.map((role) => ({ ...role, declared: true }));
  const others = Object.keys(roleMembers)
    .filter((key) => !roles.some((role) => role.key === key))
    .map((key) => ({ key, name: '', description: '', permissions: [], declared: false }));
  return ok({
    config_version: String(configVersion),
    roles: [...declared, ...others].map((role) => ({
      ...role,
      members: roleMembers[role.key] ?? 0,
      system: role.key === CREATOR_ROLE,
    })),
    permissions,
    system_permissions: systemPermissions,
  });
};

interface Organizations {
  readonly roles: readonly (string | DeclaredRole)[];
  readonly permissions: string[];
}

/** The change of roles and permissions that a configuration's PATCH asks for. */
export function patchRoles(state: FakeState, { roles, permissions }: Organizations): FakePlatformAnswer {
  const wanted = roles.map((role) =>
    typeof role === 'string' ? { key: role, name: '', description: '', permissions: [] } : role,
  );
  const held = state.roles.find(
    ({ key }) => state.roleMembers[key] && !wanted.some((role) => role.key === key),
  );
  if (held)
    return refuse(422, [
      {
        code: 'organization_role_in_use',
        long_message: `${state.roleMembers[held.key]} members of organizations have the role ${held.key}: it stays as long as they do. Nothing was saved.`,
      },
    ]);
  state.roles = wanted;
  state.permissions = permissions;
  state.configVersion += 1;
  return changed(state);
}
