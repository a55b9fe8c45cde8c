import type { JwtPayload, OrganizationClaims } from './session-claims.ts';

export interface OrganizationFacts {
  orgId: string | undefined;
  orgSlug: string | undefined;
  orgRole: string | undefined;
  orgPermissions: string[] | undefined;
}

const none: OrganizationFacts = {
  orgId: undefined,
  orgSlug: undefined,
  orgRole: undefined,
  orgPermissions: undefined,
};

/** The active organization of a token, version 1 or 2 (backend contract sections 1.5 and 1.6). Never throws. */
export function readOrganization(claims: JwtPayload): OrganizationFacts {
  if (claims.v !== 2) {
    return {
      orgId: claims.org_id,
      orgSlug: claims.org_slug,
      orgRole: claims.org_role,
      orgPermissions: claims.org_permissions,
    };
  }
  const { o: organization } = claims;
  if (typeof organization !== 'object' || organization === null) return none;
  return {
    orgId: organization.id,
    orgSlug: organization.slg,
    orgRole: `org:${organization.rol}`,
    orgPermissions: decodePermissions(claims.fea, organization),
  };
}

/** `fea` lists features; `fpm` holds one bit mask per feature of the organization over the actions of `per`. */
function decodePermissions(fea: unknown, { per, fpm }: OrganizationClaims): string[] {
  if (typeof fea !== 'string' || typeof per !== 'string' || typeof fpm !== 'string') return [];
  const features = fea
    .split(',')
    .map((entry) => entry.trim().split(':'))
    .filter(([scope, slug]) => slug !== undefined && scope?.includes('o'))
    .map(([, slug]) => slug as string);
  const actions = per.split(',').map((action) => action.trim());
  const masks = fpm.split(',').map((mask) => mask.trim());
  return features.flatMap((feature, index) => permissionsOf(feature, actions, masks[index]));
}

const MAX_MASK_DIGITS = 400;

function permissionsOf(feature: string, actions: string[], mask: string | undefined): string[] {
  if (!mask || mask.length > MAX_MASK_DIGITS || !/^\d+$/.test(mask)) return [];
  const bits = BigInt(mask);
  return actions
    .filter((_, index) => (bits >> BigInt(index)) & 1n)
    .map((action) => `org:${feature}:${action}`);
}
