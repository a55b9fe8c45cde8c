import type { OrganizationRolesResource } from '@bartleby/api-contract';
import { useInstance } from '../../platform/instance-context.tsx';
import type { DeclaredRoles } from '../../platform/organization-roles.ts';
import { PlatformError } from '../../platform/platform-error.ts';
import { type Loaded, useLoad } from '../../platform/use-load.ts';

export interface Roles {
  readonly loaded: Loaded<OrganizationRolesResource>;
  /**
   * Saves what the change makes of the newest that is known, and loads it again.
   * @throws PlatformError what was refused; Error when somebody else was faster, with their state loaded
   */
  readonly save: (change: (now: DeclaredRoles) => DeclaredRoles) => Promise<void>;
}

/** Roles without those that members only have from an import. */
const declaredOf = ({ roles, permissions }: OrganizationRolesResource): DeclaredRoles => ({
  roles: roles
    .filter(({ declared }) => declared)
    .map(({ key, name, description, permissions: chosen }) => ({
      key,
      name,
      description,
      permissions: chosen,
    })),
  permissions,
});

export function useRoles(): Roles {
  const { platform } = useInstance();
  const loaded = useLoad('organization roles', platform.organizationRoles);
  const save: Roles['save'] = async (change) => {
    const now = loaded.value;
    if (!now) return;
    try {
      await platform.saveOrganizationRoles(change(declaredOf(now)), now.config_version);
    } catch (error) {
      const isConflict = error instanceof PlatformError && error.status === 409;
      if (!isConflict) throw error;
      await loaded.reload();
      throw new Error(
        'Somebody else changed the configuration meanwhile: nothing was saved. What they saved is loaded now; do this once more if it is still right.',
      );
    }
    await loaded.reload();
  };
  return { loaded, save };
}
