import { type DeclaredRole, type OrganizationRolesResource, roleEntry } from '@bartleby/api-contract';
import type { SendRequest } from './platform-request.ts';
import type { ChangedConfig } from './resources.ts';

/** Everything that is declared, as it should be from now on. */
export interface DeclaredRoles {
  readonly roles: readonly DeclaredRole[];
  readonly permissions: readonly string[];
}

export function organizationRoleCalls(send: SendRequest, base: string) {
  return {
    organizationRoles: () => send<OrganizationRolesResource>('GET', `${base}/organization_roles`),
    saveOrganizationRoles: ({ roles, permissions }: DeclaredRoles, configVersion: string) =>
      send<ChangedConfig>('PATCH', `${base}/config`, {
        headers: { 'if-match': configVersion },
        body: { organizations: { roles: roles.map(roleEntry), permissions } },
      }),
  };
}
