import type { OrganizationFacts } from '../auth/organization-claims.ts';
import { compilePathPattern, type MatchPath } from '../paths/path-pattern.ts';
import type { OrganizationSyncOptions } from './authenticate-options.ts';
import type { OrganizationTarget } from './handshake-redirect.ts';

/** Which organization the address asks for; undefined when it asks for none. Unusable patterns are ignored. */
export function organizationTarget(
  pathname: string,
  options: OrganizationSyncOptions | undefined,
): OrganizationTarget | undefined {
  const found = firstMatch(pathname, options?.organizationPatterns);
  if (found?.id) return { organizationId: found.id };
  if (found?.slug) return { organizationSlug: found.slug };
  return firstMatch(pathname, options?.personalAccountPatterns) ? { personal: true } : undefined;
}

export function isActiveOrganization(target: OrganizationTarget, active: OrganizationFacts): boolean {
  if ('organizationId' in target) return active.orgId === target.organizationId;
  if ('organizationSlug' in target) return active.orgSlug === target.organizationSlug;
  return !active.orgId;
}

function firstMatch(pathname: string, patterns: string[] | undefined) {
  for (const pattern of patterns ?? []) {
    const match = compiled(pattern)?.(pathname);
    if (match) return match;
  }
  return undefined;
}

const cache = new Map<string, MatchPath | null>();
const MAX_PATTERNS = 200;

function compiled(pattern: string): MatchPath | null {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (cache.size >= MAX_PATTERNS) cache.clear();
  const match = compileOrNull(pattern);
  cache.set(pattern, match);
  return match;
}

function compileOrNull(pattern: string): MatchPath | null {
  try {
    return compilePathPattern(pattern);
  } catch {
    return null;
  }
}
