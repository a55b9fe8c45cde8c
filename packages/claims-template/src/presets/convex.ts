import type { Finding } from '../diagnostic.ts';
import { membersOf } from '../types/claim-type.ts';
import type { JwtPreset } from './jwt-preset.ts';
import { allowAlgorithms, requireKey } from './setting-rules.ts';
import { claimOf, problemOf, replacement, type TemplateView, textKind } from './template-view.ts';
import { requireExactText } from './text-claims.ts';

const TEXTS = ['name', 'nickname', 'given_name', 'family_name', 'picture', 'email', 'phone_number'];
const BOOLEANS = ['email_verified', 'phone_number_verified'];

/** The standard claims of OpenID Connect, which Convex makes the user's identity of, have types of their own. */
function checkStandardClaims(view: TemplateView): Finding[] {
  const texts = TEXTS.flatMap((name) => {
    const claim = claimOf(view, name);
    if (!claim || textKind(claim.type) !== 'other') return [];
    return [
      problemOf(claim, {
        code: 'consumer_claim_type',
        severity: 'warning',
        message: `OpenID Connect has text in "${name}".`,
      }),
    ];
  });
  const booleans = BOOLEANS.flatMap((name) => {
    const claim = claimOf(view, name);
    const isBoolean = claim
      ? membersOf(claim.type).every(
          (member) =>
            member.kind === 'unknown' ||
            member.kind === 'boolean' ||
            (member.kind === 'literal' && typeof member.value === 'boolean'),
        )
      : true;
    if (!claim || isBoolean) return [];
    return [
      problemOf(claim, {
        code: 'consumer_claim_type',
        severity: 'warning',
        message: `OpenID Connect has true or false in "${name}".`,
        fix: replacement(
          claim,
          name === 'email_verified' ? '{{user.email_verified}}' : '{{user.phone_number_verified}}',
        ),
      }),
    ];
  });
  return [...texts, ...booleans];
}

/**
 * Convex: `aud` equals the `applicationID` and `iss` the `domain` of a provider in `auth.config.ts`; the
 * signature is RS256 or ES256 by a key of the issuer's JWK Set.
 * Source: Convex docs, "Custom OIDC Provider" (server-side integration) and "Custom JWT Provider" (required
 * fields, algorithms); OpenID Connect Core 1.0, section 5.1, for types.
 */
export const convex: JwtPreset = {
  id: 'convex',
  title: 'Convex',
  purpose: 'The identity that ctx.auth.getUserIdentity() answers in Convex functions.',
  source: { title: 'Custom OIDC Provider', url: 'https://docs.convex.dev/auth/advanced/custom-auth' },
  template: JSON.stringify(
    {
      aud: 'convex',
      name: '{{user.full_name}}',
      nickname: '{{user.username}}',
      given_name: '{{user.first_name}}',
      family_name: '{{user.last_name}}',
      picture: '{{user.image_url}}',
      email: '{{user.primary_email_address}}',
      email_verified: '{{user.email_verified}}',
      phone_number: '{{user.primary_phone_number}}',
      phone_number_verified: '{{user.phone_number_verified}}',
      updated_at: '{{user.updated_at}}',
    },
    null,
    2,
  ),
  placeholder: null,
  settings: { lifetimeSeconds: 3_600, signingAlgorithm: 'RS256', hasOwnKey: false },
  ownClaims: [],
  setup: ({ issuer, jwksUrl }) => [
    {
      label: 'convex/auth.config.ts',
      value: `export default { providers: [{ type: 'customJwt', applicationID: 'convex', issuer: '${issuer}', jwks: '${jwksUrl}', algorithm: 'RS256' }] };`,
    },
  ],
  checkClaims: (view) => [
    ...requireExactText(view, { name: 'aud', consumer: 'Convex', usual: 'convex' }),
    ...checkStandardClaims(view),
  ],
  checkSettings: (settings) => [
    ...requireKey(settings, {
      wanted: false,
      message: 'Convex takes keys from the JWK Set of the instance, where a key of the template is not.',
    }),
    ...allowAlgorithms(settings, { consumer: 'Convex', algorithms: ['RS256', 'ES256'] }),
  ],
};
