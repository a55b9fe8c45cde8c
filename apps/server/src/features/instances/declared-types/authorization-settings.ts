import {
  CREATOR_ROLE,
  type DeclaredRole,
  MAX_PERMISSIONS,
  MAX_ROLE_DESCRIPTION,
  MAX_ROLE_NAME,
  MAX_ROLES,
  permissionKeyProblem,
  roleKeyProblem,
} from '@bartleby/api-contract';
import { systemPermissions } from '@bartleby/claims-template';
import { Refusal } from '../../../runtime/refusal.ts';

/** What is said of a role beside its key. */
export type RoleDetails = Omit<DeclaredRole, 'key'>;

/** The names that authorization is asked by, declared so that types can list them. */
export interface AuthorizationSettings {
  /** Every role of a member of an organization. */
  readonly organizationRoles: readonly string[];
  /** By the role's key; a role of which nothing is said is not among them. */
  readonly organizationRoleDetails: Readonly<Record<string, RoleDetails>>;
  /** Every permission of the application's own; those of the system are always there. */
  readonly organizationPermissions: readonly string[];
}

/** The roles that every instance begins with. */
export const defaultAuthorizationSettings: AuthorizationSettings = {
  organizationRoles: [CREATOR_ROLE, 'org:member'],
  organizationRoleDetails: {},
  organizationPermissions: [],
};

/**
 * Whether roles and permissions can be as they would be after the changes.
 * @throws Refusal form_param_format_invalid, form_param_array_size_exceeded, form_param_max_length_exceeded,
 *   form_conditional_param_disallowed (no role of the creator; a role with a permission that is not there)
 */
export function checkAuthorizationSettings(
  present: AuthorizationSettings,
  changes: Partial<AuthorizationSettings>,
): void {
  const { organizationRoles: roles, organizationPermissions: permissions } = changes;
  checkNames('organizations.roles', roles, { problemOf: roleKeyProblem, most: MAX_ROLES });
  checkNames('organizations.permissions', permissions, {
    problemOf: permissionKeyProblem,
    most: MAX_PERMISSIONS,
  });
  if (roles && !roles.includes(CREATOR_ROLE))
    throw disallowed('organizations.roles', `${CREATOR_ROLE} stays: who creates an organization gets it`);
  if (roles || permissions || changes.organizationRoleDetails) checkDetails({ ...present, ...changes });
}

function checkDetails(settings: AuthorizationSettings): void {
  const known = new Set([...systemPermissions, ...settings.organizationPermissions]);
  for (const [index, key] of settings.organizationRoles.entries()) {
    const details = settings.organizationRoleDetails[key];
    if (!details) continue;
    const at = `organizations.roles.${index}`;
    checkLength(`${at}.name`, details.name, MAX_ROLE_NAME);
    checkLength(`${at}.description`, details.description, MAX_ROLE_DESCRIPTION);
    const { permissions } = details;
    const missing = permissions.find(
      (each, place) => !known.has(each) || permissions.indexOf(each) !== place,
    );
    if (missing === undefined) continue;
    const reason = known.has(missing)
      ? `"${missing}" is there twice`
      : `role ${key} has "${missing}", which is no permission: declare it, or take it from the role first`;
    throw disallowed(`${at}.permissions`, reason);
  }
}

function checkLength(name: string, text: string, most: number): void {
  if (text.length > most)
    throw new Refusal('form_param_max_length_exceeded', { param_name: name, max_length: most });
}

function checkNames(
  name: string,
  given: readonly string[] | undefined,
  { problemOf, most }: { problemOf: (key: string) => string | null; most: number },
): void {
  if (given === undefined) return;
  if (given.length > most)
    throw new Refusal('form_param_array_size_exceeded', { param_name: name, max_size: most });
  for (const [index, key] of given.entries()) {
    const problem = problemOf(key) ?? (given.indexOf(key) === index ? null : `"${key}" is there twice.`);
    if (problem === null) continue;
    throw new Refusal('form_param_format_invalid', {
      param_name: `${name}.${index}`,
      message: 'is invalid',
      long_message: problem,
    });
  }
}

const disallowed = (name: string, reason: string) =>
  new Refusal('form_conditional_param_disallowed', { param_name: name, reason });
