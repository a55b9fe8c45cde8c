/** One claim that every session token carries by itself. */
export interface DefaultClaim {
  name: string;
  /** TypeScript type in the token. */
  type: string;
  meaning: string;
  /** Whether some tokens lack it. */
  optional: boolean;
}

/** The default claims of a session token, version 2 (claims-language section 5), in alphabetical order. */
export const defaultClaims: readonly DefaultClaim[] = [
  {
    name: 'act',
    type: '{ sub: string; iss?: string; sid?: string }',
    meaning: 'Who impersonates the user.',
    optional: true,
  },
  { name: 'azp', type: 'string', meaning: 'The origin of the app the token was made for.', optional: true },
  { name: 'exp', type: 'number', meaning: 'When the token expires, in Unix seconds.', optional: false },
  { name: 'fea', type: 'string', meaning: 'The features of the plan.', optional: true },
  {
    name: 'fva',
    type: '[number, number]',
    meaning: 'Minutes since the first and the second factor were verified; -1 for never.',
    optional: false,
  },
  { name: 'iat', type: 'number', meaning: 'When the token was issued, in Unix seconds.', optional: false },
  { name: 'iss', type: 'string', meaning: 'Who issued the token: the URL of the instance.', optional: false },
  { name: 'jti', type: 'string', meaning: 'The id of this one token.', optional: false },
  {
    name: 'nbf',
    type: 'number',
    meaning: 'When the token begins to be valid, in Unix seconds.',
    optional: false,
  },
  {
    name: 'o',
    type: '{ id: string; slg?: string; rol?: string; per?: string; fpm?: string }',
    meaning: 'The active organization: id, slug, role and permissions.',
    optional: true,
  },
  { name: 'pla', type: 'string', meaning: 'The active plan.', optional: true },
  { name: 'sid', type: 'string', meaning: 'The id of the session.', optional: false },
  { name: 'sts', type: "'active' | 'pending'", meaning: 'The status of the session.', optional: false },
  { name: 'sub', type: 'string', meaning: 'The id of the user.', optional: false },
  { name: 'v', type: '2', meaning: 'The version of the default claims.', optional: false },
];

/**
 * Written by the server when custom claims did not fit in the cookie and were left out together (decision 17):
 * reserved, so that no template can pretend it.
 */
export const omittedClaimsMarker = '__omitted';

const RESERVED_BY_US: ReadonlyMap<string, string> = new Map([
  ['__raw', 'The SDKs write the encoded token there.'],
  ['__proto__', 'JavaScript gives this name a meaning of its own.'],
  [omittedClaimsMarker, 'It says that custom claims were left out because they did not fit.'],
]);

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ...defaultClaims.map(({ name, meaning }) => [name, `It is a default claim. ${meaning}`] as const),
  ...RESERVED_BY_US,
]);

/** Names no template may use at the top level, on either surface. */
export const reservedClaims: readonly string[] = [...MEANINGS.keys()];

export function isReservedClaim(name: string): boolean {
  return MEANINGS.has(name);
}

/** What a reserved claim is for, in one sentence or two; null for a free name. */
export function reservedClaimMeaning(name: string): string | null {
  return MEANINGS.get(name) ?? null;
}
