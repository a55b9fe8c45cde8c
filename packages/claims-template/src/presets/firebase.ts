import type { Finding } from '../diagnostic.ts';
import type { JwtPreset, JwtSettings, SettingProblem } from './jwt-preset.ts';
import { allowAlgorithms, requireKey } from './setting-rules.ts';
import {
  claimOf,
  claimsOf,
  fixedText,
  missingClaim,
  objectOf,
  problemOf,
  replacement,
  type TemplateView,
} from './template-view.ts';
import { requireExactText, requireText } from './text-claims.ts';

const AUDIENCE = 'https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit';
const PLACEHOLDER = 'YOUR-SERVICE-ACCOUNT@YOUR-PROJECT.iam.gserviceaccount.com';
const MAX_UID_CHARACTERS = 128;
const MAX_LIFETIME_SECONDS = 3_600;
const CLAIMS = ['iss', 'sub', 'aud', 'uid', 'claims'];
const RESERVED = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'cnf',
  'c_hash',
  'exp',
  'firebase',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'sub',
];

/** `iss` and `sub` are the address of the service account whose key signs. */
function checkServiceAccount(view: TemplateView): Finding[] {
  const issuer = claimOf(view, 'iss');
  const address = issuer && fixedText(issuer);
  const findings = (['iss', 'sub'] as const).flatMap((name) => {
    const claim = claimOf(view, name);
    if (!claim)
      return [
        missingClaim(view, name, address ?? PLACEHOLDER, {
          message: `Firebase requires "${name}" to be the address of your service account.`,
        }),
      ];
    const text = fixedText(claim);
    if (text !== null && text !== PLACEHOLDER && /^[^@\s]+@[^@\s]+$/.test(text)) return [];
    return [
      problemOf(claim, {
        code: 'consumer_claim_value',
        message: `Put the address of your service account in "${name}": it is client_email in its key file.`,
      }),
    ];
  });
  const subject = claimOf(view, 'sub');
  if (findings.length > 0 || !subject || fixedText(subject) === address) return findings;
  const message = 'Firebase requires "sub" to be the same address as "iss".';
  return [problemOf(subject, { code: 'consumer_claim_value', message, fix: replacement(subject, address) })];
}

/** `uid` is a text of 1 to 128 characters. */
function checkUid(view: TemplateView): Finding[] {
  const findings = requireText(view, { name: 'uid', consumer: 'Firebase', usual: '{{user.id}}' });
  const claim = claimOf(view, 'uid');
  const text = claim && fixedText(claim);
  if (!claim || text === null || (text.length > 0 && text.length <= MAX_UID_CHARACTERS)) return findings;
  const message = `Firebase wants 1 to ${MAX_UID_CHARACTERS} characters in "uid".`;
  return [
    problemOf(claim, { code: 'consumer_claim_value', message, fix: replacement(claim, '{{user.id}}') }),
  ];
}

/** `claims` is an object without names that Firebase keeps for itself. */
function checkDeveloperClaims(view: TemplateView): Finding[] {
  const claim = claimOf(view, 'claims');
  if (!claim) return [];
  const inside = objectOf(claim);
  if (!inside) {
    const isUnknown = claim.type.kind === 'unknown' || claim.type.kind === 'record';
    return [
      problemOf(claim, {
        code: 'consumer_claim_type',
        severity: isUnknown ? 'warning' : 'error',
        message: 'Firebase wants an object in "claims", without names that it reserves.',
        ...(isUnknown ? {} : { fix: claim.removal }),
      }),
    ];
  }
  return claimsOf(inside)
    .filter(({ name }) => RESERVED.includes(name))
    .map((reserved) =>
      problemOf(reserved, {
        code: 'consumer_claim_reserved',
        message: `Firebase reserves "${reserved.name}": choose another name.`,
        fix: reserved.removal,
      }),
    );
}

/** Security rules see what is in `claims`, nothing beside it. */
const checkOthers = (view: TemplateView): Finding[] =>
  claimsOf(view)
    .filter(({ name }) => !CLAIMS.includes(name))
    .map((claim) =>
      problemOf(claim, {
        code: 'consumer_claim_ignored',
        severity: 'warning',
        message: 'Firebase takes claims of your own from "claims" only.',
        fix: claim.removal,
      }),
    );

function checkSettings(settings: JwtSettings): SettingProblem[] {
  const problems = [
    ...requireKey(settings, {
      wanted: true,
      message: 'Firebase verifies with the key of your service account: give the template that private key.',
    }),
    ...allowAlgorithms(settings, { consumer: 'Firebase', algorithms: ['RS256'] }),
  ];
  if (settings.lifetimeSeconds <= MAX_LIFETIME_SECONDS) return problems;
  return [
    ...problems,
    {
      code: 'consumer_setting',
      severity: 'error',
      setting: 'lifetime',
      message: `Firebase refuses custom tokens that live longer than ${MAX_LIFETIME_SECONDS} seconds.`,
      repair: MAX_LIFETIME_SECONDS,
    },
  ];
}

/**
 * Firebase Authentication, custom tokens: RS256 by the service account's key, whose address is `iss` and `sub`;
 * fixed `aud`; `exp` at most an hour after `iat`; `uid` of 1 to 128 characters; optional `claims`.
 * Source: Firebase docs, "Create Custom Tokens", section "Create custom tokens using a third-party JWT library"
 * (token claims), and its list of reserved claim names.
 */
export const firebase: JwtPreset = {
  id: 'firebase',
  title: 'Firebase',
  purpose: 'A custom token for signInWithCustomToken() of Firebase Authentication.',
  source: {
    title: 'Create Custom Tokens',
    url: 'https://firebase.google.com/docs/auth/admin/create-custom-tokens',
  },
  template: JSON.stringify(
    { iss: PLACEHOLDER, sub: PLACEHOLDER, aud: AUDIENCE, uid: '{{user.id}}', claims: {} },
    null,
    2,
  ),
  placeholder: { text: PLACEHOLDER, meaning: 'the address of your service account' },
  settings: { lifetimeSeconds: 3_600, signingAlgorithm: 'RS256', hasOwnKey: true },
  ownClaims: ['iss', 'sub'],
  setup: () => [
    { label: '"iss" and "sub" of this template', value: 'client_email of the service account key file' },
    { label: 'Signing key of this template', value: 'private_key of the service account key file' },
  ],
  checkClaims: (view) => [
    ...checkServiceAccount(view),
    ...requireExactText(view, { name: 'aud', consumer: 'Firebase', usual: AUDIENCE }),
    ...checkUid(view),
    ...checkDeveloperClaims(view),
    ...checkOthers(view),
  ],
  checkSettings,
};
