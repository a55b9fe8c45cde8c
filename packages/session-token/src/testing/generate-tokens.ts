import type { KeyObject } from 'node:crypto';
import { base64url, ISSUER, NOW_SECONDS, sessionClaims, sessionHeader, signRaw } from './raw-token.ts';

/** A generator of numbers below `limit`, the same for the same seed (mulberry32). */
export function createDice(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  };
}

type Dice = ReturnType<typeof createDice>;
const pick = <T>(dice: Dice, items: readonly T[]): T => items[dice(items.length)]!;

// Texts, not values: some of them cannot be the result of JSON.stringify.
const oddValues =
  '"" null true false 0 -1 1e999 -0 1e3 1.5 [] {} "x" [null] "\\u0000" "\\ud800" "é" 99999999999999999999'.split(
    ' ',
  );
const times = [-1e6, -600, -10, -6, -5, -4.5, -1, 0, 1, 4, 5, 5.5, 6, 10, 600, 1e6, 1e12].map((offset) =>
  String(NOW_SECONDS + offset),
);
const claimNames = [
  'exp',
  'nbf',
  'iat',
  'iss',
  'aud',
  'sub',
  'sid',
  'azp',
  'sts',
  'jti',
  'handshake',
  '__proto__',
  'x',
];
const headerNames = [
  'alg',
  'kid',
  'typ',
  'cat',
  'oiat',
  'crit',
  'b64',
  'jku',
  'jwk',
  'zip',
  'cty',
  '__proto__',
];
const headerValues = [
  '"RS256"',
  '"none"',
  '"HS256"',
  '"PS256"',
  '"JWT"',
  '"at+jwt"',
  '["exp"]',
  '["b64"]',
  '"DEF"',
];

/** A signed token whose header and claims have been bent in up to four places; about a third stay right. */
export function generateSignedToken(dice: Dice, keyId: string, key: KeyObject): string {
  const claims = memberTexts({ ...sessionClaims(), iss: ISSUER, jti: `jti_${dice(1e9)}` });
  const header = memberTexts(sessionHeader(keyId));
  for (let changes = dice(4); changes > 0; changes -= 1)
    if (dice(3) === 0)
      bend(dice, header, pick(dice, headerNames), pick(dice, [...headerValues, ...oddValues]));
    else bend(dice, claims, pick(dice, claimNames), pick(dice, dice(2) ? times : oddValues));
  return signRaw(toJson(dice, header), toJson(dice, claims), key);
}

type Members = [name: string, text: string][];
const memberTexts = (value: object): Members =>
  Object.entries(value).map(([name, member]) => [JSON.stringify(name), JSON.stringify(member)]);

function bend(dice: Dice, members: Members, name: string, value: string): void {
  const quoted = JSON.stringify(name);
  const at = members.findIndex(([other]) => other === quoted);
  const action = dice(4);
  if (action === 0 && at >= 0) members.splice(at, 1);
  else if (action === 1 || at < 0) members.push([quoted, value]);
  else members[at] = [quoted, value];
}

function toJson(dice: Dice, members: Members): string {
  const blank = pick(dice, ['', '', '', ' ', '\n\t']);
  return `{${members.map(([name, text]) => `${blank}${name}:${blank}${text}`).join(',')}}`;
}

const characters = 'ABCZabcz0189-_=+/. \n\t%é\u0000';

/** A token made from others by cutting, joining, swapping and respelling. */
export function mutateToken(dice: Dice, token: string, other: string): string {
  const parts = token.split('.') as [string, string, string];
  const otherParts = other.split('.') as [string, string, string];
  const at = dice(token.length);
  const character = characters[dice(characters.length)]!;
  const mutations: (() => string)[] = [
    () => token.slice(0, at) + character + token.slice(at + 1),
    () => token.slice(0, at) + character + token.slice(at),
    () => token.slice(0, at) + token.slice(at + 1),
    () => token.slice(0, at),
    () => token + character.repeat(1 + dice(3)),
    () => token + '='.repeat(1 + dice(2)),
    () => parts.with(dice(3), pick(dice, otherParts)).join('.'),
    () => [parts[0], otherParts[1], parts[2]].join('.'),
    () => parts.with(dice(3), '').join('.'),
    () => parts.toReversed().join('.'),
    () => [...parts, pick(dice, parts)].join('.'),
    () => parts.slice(0, 2).join('.'),
    () => respell(parts, dice(3)).join('.'),
    () => [parts[0], base64url(flipped(dice, parts[1])), parts[2]].join('.'),
    () => [parts[0], parts[1], base64url(flipped(dice, parts[2]))].join('.'),
    () => token.replaceAll('-', '+').replaceAll('_', '/'),
    () => [base64url('{"alg":"none","typ":"JWT"}'), parts[1], ''].join('.'),
    () => String.fromCharCode(...Array.from({ length: dice(60) }, () => dice(256))),
  ];
  return pick(dice, mutations)();
}

function flipped(dice: Dice, segment: string): Buffer {
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.length > 0) bytes[dice(bytes.length)]! ^= 1 << dice(8);
  return bytes;
}

/** The same bytes in another spelling: an unused bit set in the last character. */
function respell(parts: string[], index: number): string[] {
  const segment = parts[index]!;
  const last = segment.charCodeAt(segment.length - 1);
  return parts.with(index, segment.slice(0, -1) + String.fromCharCode(last + 1));
}
