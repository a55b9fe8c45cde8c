import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { tokenCategories } from '../token-categories.ts';

/** Signs whatever is given, valid or not: tests need tokens that `signJwt` rightly refuses to make. */
export function signRaw(header: string | Uint8Array, claims: string | Uint8Array, key: KeyObject): string {
  const signingInput = `${base64url(header)}.${base64url(claims)}`;
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), key).toString('base64url')}`;
}

export const base64url = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64url');

export const readPrivateKey = (pem: string): KeyObject => createPrivateKey(pem);

export const NOW_SECONDS = 1_800_000_000;
export const ISSUER = 'https://clerk.example.test';

export const sessionHeader = (kid: string) => ({
  alg: 'RS256',
  cat: tokenCategories.session as string,
  kid,
  oiat: NOW_SECONDS,
  typ: 'JWT',
});

export const sessionClaims = () => ({
  azp: 'https://app.example.test',
  exp: NOW_SECONDS + 60,
  fva: [0, -1],
  iat: NOW_SECONDS,
  iss: ISSUER,
  jti: '0123456789abcdef0123',
  nbf: NOW_SECONDS - 10,
  sid: 'sess_2b0PqMQZw3XQvXqA6i8pYV1rXbT',
  sts: 'active',
  sub: 'user_2b0PqFcaXyWqTTfMtsbFlTkWKUq',
  v: 2,
  fullName: 'Zoë Ångström',
  primaryEmail: 'zoe@example.test',
});
