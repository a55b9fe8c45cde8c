import {
  type DeclaredRole,
  MAX_ROLE_DESCRIPTION,
  MAX_ROLE_NAME,
  type OrganizationRoleResource,
  roleKeyProblem,
} from '@bartleby/api-contract';

/** What a person types begins in the right way. */
export const NEW_ROLE: DeclaredRole = { key: 'org:', name: '', description: '', permissions: [] };

/** As people call it. */
export const roleTitle = ({ key, name }: Pick<DeclaredRole, 'key' | 'name'>): string => name || key;

export const countText = (members: number): string =>
  members === 0 ? 'nobody' : `${members.toLocaleString('en')} ${members === 1 ? 'member' : 'members'}`;

/**
 * What to mend before a role can be saved; null: nothing.
 * @param others roles that are there beside it
 */
export function roleProblem(
  { key, name, description }: DeclaredRole,
  others: readonly Pick<OrganizationRoleResource, 'key' | 'declared'>[],
): string | null {
  const problem = roleKeyProblem(key);
  if (problem !== null) return `Key: ${problem}`;
  if (others.some((other) => other.key === key && other.declared))
    return `Key: there is a role ${key} already. Choose another key, or edit that role.`;
  if (name.trim().length > MAX_ROLE_NAME)
    return `Name: at most ${MAX_ROLE_NAME} characters. Say the rest in the description.`;
  if (description.trim().length > MAX_ROLE_DESCRIPTION)
    return `Description: at most ${MAX_ROLE_DESCRIPTION} characters. Make it shorter.`;
  return null;
}

/** Whether two say the same, whatever the order of their permissions. */
export function isSameRole(one: DeclaredRole, other: DeclaredRole): boolean {
  const said = ({ key, name, description, permissions }: DeclaredRole) =>
    JSON.stringify([key, name.trim(), description.trim(), [...permissions].sort()]);
  return said(one) === said(other);
}
