import type { Finding } from '../diagnostic.ts';
import type { JwtPreset, JwtSettings, SettingProblem } from './jwt-preset.ts';
import { allowAlgorithms } from './setting-rules.ts';
import {
  claimOf,
  fixedText,
  missingClaim,
  problemOf,
  replacement,
  type TemplateView,
} from './template-view.ts';
import { requireText } from './text-claims.ts';

const ROLE = 'authenticated';

function checkRole(view: TemplateView): Finding[] {
  const findings = requireText(view, { name: 'role', consumer: 'Supabase', usual: ROLE });
  const claim = claimOf(view, 'role');
  const role = claim && fixedText(claim);
  if (!claim || role === null || role === ROLE) return findings;
  if (role === 'service_role')
    return [
      ...findings,
      problemOf(claim, {
        code: 'consumer_claim_value',
        message: '"service_role" passes by row-level security: a browser must never hold such a token.',
        fix: replacement(claim, ROLE),
      }),
    ];
  return [
    ...findings,
    problemOf(claim, {
      code: 'consumer_claim_value',
      severity: 'warning',
      message: `The usual role is "${ROLE}": another one must exist in the database, and be granted to "authenticator".`,
      fix: replacement(claim, ROLE),
    }),
  ];
}

function checkAudience(view: TemplateView): Finding[] {
  const claim = claimOf(view, 'aud');
  const message = `Tokens of Supabase have "aud": "${ROLE}"; libraries and policies that look at it expect that.`;
  if (!claim) return [missingClaim(view, 'aud', ROLE, { severity: 'warning', message })];
  if (fixedText(claim) === ROLE) return [];
  return [
    problemOf(claim, {
      code: 'consumer_claim_value',
      severity: 'warning',
      message,
      fix: replacement(claim, ROLE),
    }),
  ];
}

/** With a key of its own: the project's JWT secret, HS256. Without: third-party auth, by the JWK Set, RS256. */
const checkSettings = (settings: JwtSettings): SettingProblem[] =>
  allowAlgorithms(settings, {
    consumer: 'Supabase',
    algorithms: settings.hasOwnKey ? ['HS256'] : ['RS256'],
  });

/**
 * Supabase: the `role` claim is the Postgres role that a request runs as; the signature is HS256 with the
 * project's (legacy) JWT secret, or an asymmetric one where third-party auth reads our JWK Set.
 * Source: Supabase docs, "JWT Claims Reference" (required claims), "JSON Web Tokens", "Third-party auth"
 * (role claim; asymmetric signatures only).
 */
export const supabase: JwtPreset = {
  id: 'supabase',
  title: 'Supabase',
  purpose: "A role for row-level security; policies read the user id by auth.jwt()->>'sub'.",
  source: { title: 'JWT Claims Reference', url: 'https://supabase.com/docs/guides/auth/jwt-fields' },
  template: JSON.stringify(
    {
      aud: ROLE,
      role: ROLE,
      email: '{{user.primary_email_address}}',
      app_metadata: {},
      user_metadata: {},
    },
    null,
    2,
  ),
  placeholder: null,
  settings: { lifetimeSeconds: 60, signingAlgorithm: 'HS256', hasOwnKey: true },
  ownClaims: [],
  setup: ({ issuer, jwksUrl }) => [
    { label: 'Signing key of this template', value: 'Settings → JWT Keys → Legacy JWT secret' },
    { label: 'Or, without a key of its own: issuer', value: issuer },
    { label: 'Or, without a key of its own: JWKS URL', value: jwksUrl },
    { label: 'User id in policies', value: "auth.jwt()->>'sub'" },
  ],
  checkClaims: (view) => [...checkRole(view), ...checkAudience(view)],
  checkSettings,
};
