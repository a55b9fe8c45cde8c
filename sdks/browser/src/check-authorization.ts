import type { OrganizationPermission, OrganizationRole } from './declared-types.ts';
import type { SessionClaims } from './tokens/session-claims.ts';

/** What `has()` can be asked. Several at once must all hold. */
export interface AuthorizationQuestion {
  /** Role in the active organization, `org:admin`. */
  readonly role?: OrganizationRole;
  /** Permission in the active organization, `org:invoices:create`. */
  readonly permission?: OrganizationPermission;
  readonly feature?: string;
  readonly plan?: string;
}

const list = (value: unknown) => (typeof value === 'string' && value ? value.split(',') : []);

/** `fea` and `pla` name things as `o:name`, `u:name` or `ou:name`: of the organization, the user, or both. */
function names(value: unknown, scope?: string): string[] {
  return list(value).flatMap((entry) => {
    const [scopes = '', name = ''] = entry.split(':');
    return !scope || scopes.includes(scope) ? [name] : [];
  });
}

/** Version 2 packs permissions: the nth number of `o.fpm` says, bit by bit, which of `o.per` the nth feature has. */
function permissions(claims: SessionClaims): string[] {
  if (claims.v !== 2) return Array.isArray(claims.org_permissions) ? claims.org_permissions.map(String) : [];
  const { per, fpm } = (claims.o ?? {}) as { per?: unknown; fpm?: unknown };
  const maps = list(fpm).map(Number);
  return names(claims.fea, 'o').flatMap((feature, index) =>
    list(per).flatMap((permission, bit) =>
      ((maps[index] ?? 0) >> bit) & 1 ? [`org:${feature}:${permission}`] : [],
    ),
  );
}

function role(claims: SessionClaims): string | undefined {
  // In version 2 only `o` tells: a template may have a claim of its own called org_role.
  if (claims.v !== 2) return typeof claims.org_role === 'string' ? claims.org_role : undefined;
  const { rol } = (claims.o ?? {}) as { rol?: unknown };
  return typeof rol === 'string' ? `org:${rol}` : undefined;
}

const bareName = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Whether a session token's claims hold what is asked. For showing and hiding only: a browser's claims are not
 * verified, so the app's server must ask again. No question, no signed-in user: false.
 */
export function checkAuthorization(claims: SessionClaims | null, question: AuthorizationQuestion): boolean {
  if (!claims) return false;
  const answers = [
    question.role === undefined || role(claims) === question.role,
    question.permission === undefined || permissions(claims).includes(question.permission),
    question.feature === undefined || names(claims.fea).includes(bareName(question.feature)),
    question.plan === undefined || names(claims.pla).includes(bareName(question.plan)),
  ];
  return Object.values(question).some((value) => value !== undefined) && answers.every(Boolean);
}
