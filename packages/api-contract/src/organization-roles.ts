/** Whoever creates an organization gets it (backend-api.md 7.3): it is always there. */
export const CREATOR_ROLE = 'org:admin';

export const MAX_ROLES = 50;
export const MAX_PERMISSIONS = 200;
export const MAX_ROLE_NAME = 100;
export const MAX_ROLE_DESCRIPTION = 400;

const ROLE = /^org:[a-z0-9_]{1,60}$/;
const PERMISSION = /^org:(?!sys_)[a-z0-9_]{1,60}:[a-z0-9_]{1,60}$/;

/** How the key of a role has to be written; null: it is. */
export function roleKeyProblem(key: string): string | null {
  return ROLE.test(key)
    ? null
    : 'Write it as org:billing: lower-case letters, digits and underscores behind org:.';
}

/** How the key of a permission of the application has to be written; null: it is. */
export function permissionKeyProblem(key: string): string | null {
  return PERMISSION.test(key)
    ? null
    : 'Write it as org:invoices:create, and not as one of the system (org:sys_…).';
}

/** A role of members of organizations, as key `organizations` of the configuration says it. */
export interface DeclaredRole {
  readonly key: string;
  /** As people call it; empty: by its key. */
  readonly name: string;
  readonly description: string;
  /** Keys of the application's permissions and of the system's. */
  readonly permissions: readonly string[];
}

/** A role of `GET …/organization_roles`. */
export interface OrganizationRoleResource extends DeclaredRole {
  /** Members of organizations who have it. */
  readonly members: number;
  /** False for one that members have, from an import, and nobody declared. */
  readonly declared: boolean;
  /** True for what cannot be deleted. */
  readonly system: boolean;
}

export interface OrganizationRolesResource {
  readonly config_version: string;
  readonly roles: readonly OrganizationRoleResource[];
  /** The application's own. */
  readonly permissions: readonly string[];
  readonly system_permissions: readonly string[];
}

/** A role as the configuration writes it: its key alone where nothing else is said of it. */
export function roleEntry({ key, name, description, permissions }: DeclaredRole): string | DeclaredRole {
  const saysMore = name !== '' || description !== '' || permissions.length > 0;
  return saysMore ? { key, name, description, permissions } : key;
}
