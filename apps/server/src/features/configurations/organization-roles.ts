import { CREATOR_ROLE, type OrganizationRolesResource } from '@bartleby/api-contract';
import { systemPermissions } from '@bartleby/claims-template';
import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance, SettingsChanges } from '../instances/index.ts';
import { countMembersByRole } from '../organizations/index.ts';
import { declaredRoles } from './declared-types.ts';

/** Declared roles in their order, then those that only members have; how many have each. */
export async function listOrganizationRoles(
  queries: Queries,
  { id, configVersion, settings }: Instance,
): Promise<OrganizationRolesResource> {
  const members = await countMembersByRole(queries, id);
  const declared = declaredRoles(settings).map((role) => ({ ...role, declared: true }));
  const others = [...members.keys()]
    .filter((key) => !settings.organizationRoles.includes(key))
    .map((key) => ({ key, name: '', description: '', permissions: [], declared: false }));
  return {
    config_version: String(configVersion),
    roles: [...declared, ...others].map((role) => ({
      ...role,
      members: members.get(role.key) ?? 0,
      system: role.key === CREATOR_ROLE,
    })),
    permissions: settings.organizationPermissions,
    system_permissions: systemPermissions,
  };
}

/**
 * Nobody is left with a role that is there no more. Asked where `instance` is what is stored; an import may bring
 * members with any role, declared or not.
 * @throws Refusal organization_role_in_use for a role that the changes remove and members have
 */
export async function requireUnheldRoles(
  queries: Queries,
  { id, settings }: Instance,
  { organizationRoles: roles }: SettingsChanges,
): Promise<void> {
  const removed = roles ? settings.organizationRoles.filter((key) => !roles.includes(key)) : [];
  if (removed.length === 0) return;
  const members = await countMembersByRole(queries, id);
  const held = removed.find((key) => members.has(key));
  if (held === undefined) return;
  const count = members.get(held) ?? 0;
  throw new Refusal('organization_role_in_use', {
    param_name: 'organizations.roles',
    role: held,
    members: count,
    who: count === 1 ? '1 member of an organization has' : `${count} members of organizations have`,
  });
}
