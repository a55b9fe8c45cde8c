import type { JwtPayload } from './session-claims.ts';

declare global {
  /** `{ permission: '…'; role: '…' }` narrows `has()`, `orgRole` and `orgPermissions`. */
  interface ClerkAuthorization {}
}

type Declared<Key extends string, Otherwise> =
  ClerkAuthorization extends Record<Key, infer Value> ? Value : Otherwise;

/** A role key such as `org:admin`; narrowed by the global interface `ClerkAuthorization`. */
export type OrganizationRole = Declared<'role', string>;
/** A permission key such as `org:invoices:create`; narrowed by the global interface `ClerkAuthorization`. */
export type OrganizationPermission = Declared<'permission', string>;
type CheckablePermission<Permission> = Permission extends `org:sys_${string}` ? never : Permission;

export type ReverificationLevel = 'first_factor' | 'second_factor' | 'multi_factor';
export type ReverificationPreset = 'strict_mfa' | 'strict' | 'moderate' | 'lax';
export type Reverification = ReverificationPreset | { level: ReverificationLevel; afterMinutes: number };

interface OtherDimensions {
  feature?: string;
  plan?: string;
  reverification?: Reverification;
}

/**
 * What `has()` and `protect()` check; every dimension given must hold. Role and permission exclude each other,
 * and system permissions (`org:sys_…`) are never in a session token.
 */
export type AuthorizationParams = OtherDimensions &
  ({ role?: OrganizationRole; permission?: never } | { permission?: OrganizationPermission; role?: never });

export type Has = <const Params extends AuthorizationParams>(
  params: Params &
    (Params extends { permission: infer Permission }
      ? { permission: CheckablePermission<Permission> }
      : unknown),
) => boolean;

/** What the decisions below are taken from. */
export interface AuthorizationFacts {
  userId: string | null | undefined;
  orgId: string | null | undefined;
  orgRole: string | null | undefined;
  orgPermissions: readonly string[] | null | undefined;
  claims: JwtPayload | null;
}

/** The rules of backend contract section 3.2: at least one dimension, and all of those given. Never throws. */
export function isAuthorized(facts: AuthorizationFacts, params: unknown): boolean {
  if (!facts.userId || typeof params !== 'object' || params === null) return false;
  const wanted = params as Record<string, unknown>;
  const answers: boolean[] = [];
  if ('role' in wanted && wanted.role !== undefined) answers.push(hasRole(facts, wanted.role));
  if ('permission' in wanted && wanted.permission !== undefined)
    answers.push(hasPermission(facts, wanted.permission));
  if (wanted.feature !== undefined) answers.push(hasScoped(facts.claims?.fea, wanted.feature));
  if (wanted.plan !== undefined) answers.push(hasScoped(facts.claims?.pla, wanted.plan));
  if (wanted.reverification !== undefined)
    answers.push(isRecentlyVerified(facts.claims?.fva, wanted.reverification));
  return answers.length > 0 && answers.every(Boolean);
}

const withoutPrefix = (key: string): string => {
  let bare = key;
  while (bare.startsWith('org:')) bare = bare.slice(4);
  return bare;
};

function hasRole({ orgId, orgRole }: AuthorizationFacts, role: unknown): boolean {
  if (!orgId || !orgRole || typeof role !== 'string') return false;
  return withoutPrefix(orgRole) === withoutPrefix(role);
}

function hasPermission({ orgId, orgPermissions }: AuthorizationFacts, permission: unknown): boolean {
  if (!orgId || !orgPermissions || typeof permission !== 'string') return false;
  const bare = withoutPrefix(permission);
  return orgPermissions.some((held) => withoutPrefix(held) === bare);
}

const SCOPES: Readonly<Record<string, string>> = { o: 'o', org: 'o', organization: 'o', u: 'u', user: 'u' };

/** Whether a claim such as `o:api,uo:chat` holds `slug`, `scope:slug`; an unknown scope holds nothing. */
function hasScoped(claim: unknown, wanted: unknown): boolean {
  if (typeof claim !== 'string' || typeof wanted !== 'string') return false;
  const colon = wanted.indexOf(':');
  const slug = wanted.slice(colon + 1);
  const scope = colon < 0 ? '' : scopeOf(wanted.slice(0, colon));
  if (scope === undefined || slug === '') return false;
  return claim.split(',').some((entry) => {
    const [scopes = '', held] = entry.trim().split(':');
    return held === slug && scopes.includes(scope);
  });
}

const scopeOf = (name: string): string | undefined =>
  Object.hasOwn(SCOPES, name) ? SCOPES[name] : undefined;

const PRESETS: Readonly<Record<string, { level: ReverificationLevel; afterMinutes: number }>> = {
  strict_mfa: { level: 'multi_factor', afterMinutes: 10 },
  strict: { level: 'second_factor', afterMinutes: 10 },
  moderate: { level: 'second_factor', afterMinutes: 60 },
  lax: { level: 'second_factor', afterMinutes: 1440 },
};

function readReverification(wanted: unknown) {
  if (typeof wanted === 'string') return Object.hasOwn(PRESETS, wanted) ? PRESETS[wanted] : undefined;
  if (typeof wanted !== 'object' || wanted === null) return undefined;
  const { level, afterMinutes } = wanted as { level?: unknown; afterMinutes?: unknown };
  if (typeof afterMinutes !== 'number' || !(afterMinutes > 0)) return undefined;
  return { level, afterMinutes };
}

/** An age equal to the limit is stale; -1 means that the factor was never verified. */
function isRecentlyVerified(fva: unknown, wanted: unknown): boolean {
  const rule = readReverification(wanted);
  if (!rule || !Array.isArray(fva) || fva.length !== 2) return false;
  const [first, second] = fva as [unknown, unknown];
  if (typeof first !== 'number' || typeof second !== 'number') return false;
  const isFresh = (age: number) => age !== -1 && rule.afterMinutes > age;
  if (rule.level === 'first_factor') return isFresh(first);
  if (rule.level === 'second_factor') return second === -1 ? isFresh(first) : isFresh(second);
  if (rule.level === 'multi_factor')
    return second === -1 ? isFresh(first) : isFresh(first) && isFresh(second);
  return false;
}

/** The answer of an API that asks for a fresh verification: the browser SDK recognises this body. */
export function reverificationError(reverification: Reverification) {
  return {
    clerk_error: { type: 'forbidden', reason: 'reverification-error', metadata: { reverification } },
  } as const;
}

/** `reverificationError` as a JSON response with status 403. */
export function reverificationErrorResponse(reverification: Reverification): Response {
  return Response.json(reverificationError(reverification), { status: 403 });
}
