import type { Finding } from '../diagnostic.ts';
import { type ClaimType, membersOf } from '../types/claim-type.ts';
import type { JwtPreset } from './jwt-preset.ts';
import { allowAlgorithms } from './setting-rules.ts';
import {
  type ClaimView,
  claimOf,
  claimsOf,
  fixedText,
  missingClaim,
  objectOf,
  problemOf,
  replacement,
  type TemplateView,
  textKind,
} from './template-view.ts';
import { requireText } from './text-claims.ts';

const NAMESPACE = 'https://hasura.io/jwt/claims';
const DEFAULT_ROLE = 'x-hasura-default-role';
const ALLOWED_ROLES = 'x-hasura-allowed-roles';
const CLAIMS = {
  [ALLOWED_ROLES]: ['user'],
  [DEFAULT_ROLE]: 'user',
  'x-hasura-user-id': '{{user.id}}',
};

/** Hasura's engine reads RSA, HMAC and EC signatures; of ours, all seven. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'HS256', 'HS384', 'HS512', 'ES256'];

/** Roles that are written out; null where some come from shortcodes. */
function fixedRoles(type: ClaimType): string[] | null {
  if (type.kind !== 'array') return null;
  const roles = membersOf(type.items).map((item) => fixedText({ type: item }));
  return roles.every((role) => role !== null) ? (roles as string[]) : null;
}

/** `x-hasura-allowed-roles` is a list of texts. */
function checkAllowedRoles(view: TemplateView): Finding[] {
  const claim = claimOf(view, ALLOWED_ROLES);
  if (!claim)
    return [
      missingClaim(view, ALLOWED_ROLES, ['user'], {
        message: `Hasura requires "${ALLOWED_ROLES}", the list of roles that the user may take.`,
      }),
    ];
  const { type } = claim;
  if (type.kind === 'unknown')
    return [
      problemOf(claim, {
        code: 'consumer_claim_type',
        severity: 'warning',
        message: `Hasura wants a list of texts in "${ALLOWED_ROLES}": see that the metadata of every user holds one.`,
      }),
    ];
  if (type.kind !== 'array' || (claim.node.kind === 'array' && claim.node.items.length === 0))
    return [wrongRoles(claim, 'a list of roles, with one role at least')];
  const kind = textKind(type.items);
  return kind === 'text' || kind === 'unknown' ? [] : [wrongRoles(claim, 'text in every item of the list')];
}

const wrongRoles = (claim: ClaimView, what: string): Finding =>
  problemOf(claim, {
    code: 'consumer_claim_type',
    message: `Hasura wants ${what} in "${ALLOWED_ROLES}".`,
    fix: replacement(claim, ['user']),
  });

/** The default role is one of those allowed. */
function checkDefaultRole(view: TemplateView): Finding[] {
  const findings = requireText(view, { name: DEFAULT_ROLE, consumer: 'Hasura', usual: 'user' });
  const claim = claimOf(view, DEFAULT_ROLE);
  const allowed = claimOf(view, ALLOWED_ROLES);
  const role = claim && fixedText(claim);
  const roles = allowed && fixedRoles(allowed.type);
  if (!claim || typeof role !== 'string' || !roles || roles.length === 0 || roles.includes(role))
    return findings;
  const message = `Hasura refuses a default role that is not allowed: name one of "${ALLOWED_ROLES}".`;
  return [
    ...findings,
    problemOf(claim, { code: 'consumer_claim_value', message, fix: replacement(claim, roles[0]) }),
  ];
}

/** Session variables are texts whose name begins with `x-hasura-`; anything else is not seen by permissions. */
function checkVariables(view: TemplateView): Finding[] {
  return claimsOf(view).flatMap((claim) => {
    if (claim.name === ALLOWED_ROLES || claim.name === DEFAULT_ROLE) return [];
    if (!claim.name.toLowerCase().startsWith('x-hasura-'))
      return [
        problemOf(claim, {
          code: 'consumer_claim_ignored',
          severity: 'warning',
          message: 'Hasura makes session variables of names that begin with "x-hasura-" only.',
          fix: claim.removal,
        }),
      ];
    const kind = textKind(claim.type);
    if (kind !== 'nullable' && kind !== 'other') return [];
    return [
      problemOf(claim, {
        code: kind === 'nullable' ? 'consumer_claim_nullable' : 'consumer_claim_type',
        severity: 'warning',
        message: `Hasura documents text for session variables, and this is ${kind === 'nullable' ? 'null for some users' : 'none'}.`,
      }),
    ];
  });
}

function checkClaims(view: TemplateView): Finding[] {
  const claim = claimOf(view, NAMESPACE);
  if (!claim)
    return [
      missingClaim(view, NAMESPACE, CLAIMS, { message: `Hasura looks for its roles in "${NAMESPACE}".` }),
    ];
  const inside = objectOf(claim);
  if (inside) return [...checkAllowedRoles(inside), ...checkDefaultRole(inside), ...checkVariables(inside)];
  return [
    problemOf(claim, {
      code: 'consumer_claim_type',
      message: `Hasura wants an object in "${NAMESPACE}".`,
      fix: replacement(claim, CLAIMS),
    }),
  ];
}

/**
 * Hasura GraphQL Engine 2, JWT mode with `claims_format: json` and the usual namespace: both role claims are
 * mandatory, the allowed roles are a list, the default role is one of them, all other values are text.
 * Source: Hasura docs, "Authentication Using JWTs" (sections on the JWT's claims and on the configuration).
 */
export const hasura: JwtPreset = {
  id: 'hasura',
  title: 'Hasura',
  purpose: 'Roles and session variables for the permissions of a Hasura GraphQL Engine.',
  source: {
    title: 'Authentication Using JWTs',
    url: 'https://hasura.io/docs/latest/auth/authentication/jwt/',
  },
  template: JSON.stringify({ [NAMESPACE]: CLAIMS }, null, 2),
  placeholder: null,
  settings: { lifetimeSeconds: 60, signingAlgorithm: 'RS256', hasOwnKey: false },
  ownClaims: [],
  setup: ({ issuer, jwksUrl }) => [
    {
      label: 'HASURA_GRAPHQL_JWT_SECRET',
      value: JSON.stringify({ jwk_url: jwksUrl, issuer, claims_format: 'json' }),
    },
  ],
  checkClaims,
  checkSettings: (settings) => allowAlgorithms(settings, { consumer: 'Hasura', algorithms: ALGORITHMS }),
};
