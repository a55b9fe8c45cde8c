/** What an operator may do: `owner` everything; `viewer` looks at applications and changes nothing. */
export type OperatorRole = 'owner' | 'viewer';

export interface RoleGrant {
  /** Null: every application of this server, the server itself included. */
  readonly applicationId: string | null;
  readonly role: OperatorRole;
}

/** Who calls the Platform API: a user of the operators' instance, or the holder of a platform key. */
export interface Operator {
  readonly kind: 'operator' | 'platform_key';
  readonly id: string;
  readonly name: string;
  readonly emailAddress: string | null;
  readonly hasPassword: boolean;
  readonly roles: readonly RoleGrant[];
}

/** Whether the operator administers the whole server: makes links for others, sees every application. */
export function ownsServer({ roles }: Pick<Operator, 'roles'>): boolean {
  return roles.some(({ applicationId, role }) => applicationId === null && role === 'owner');
}

/** Whether the operator may change this application. */
export function ownsApplication(operator: Pick<Operator, 'roles'>, applicationId: string): boolean {
  return (
    ownsServer(operator) ||
    operator.roles.some((grant) => grant.applicationId === applicationId && grant.role === 'owner')
  );
}

/** Whether the operator may look at this application. */
export function seesApplication({ roles }: Pick<Operator, 'roles'>, applicationId: string): boolean {
  return roles.some((grant) => grant.applicationId === null || grant.applicationId === applicationId);
}
