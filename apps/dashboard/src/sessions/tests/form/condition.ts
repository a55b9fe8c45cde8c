import { claimPath, type JsonObject, type JsonValue, valueAt } from '@bartleby/claims-template';

/** What an expectation says of a claim, or of all of them. */
export type Condition =
  | 'null'
  | 'text'
  | 'number'
  | 'true'
  | 'false'
  | 'json'
  | 'type'
  | 'absent'
  | 'claims_bytes'
  | 'cookie_bytes';

export const CLAIM_CONDITIONS: readonly (readonly [Condition, string])[] = [
  ['null', 'is null'],
  ['text', 'equals the text'],
  ['number', 'equals the number'],
  ['true', 'is true'],
  ['false', 'is false'],
  ['json', 'equals the JSON'],
  ['type', 'has the type'],
  ['absent', 'is absent'],
];
export const SIZE_CONDITIONS: readonly (readonly [Condition, string])[] = [
  ['claims_bytes', 'all claims have at most … bytes'],
  ['cookie_bytes', 'the cookie has at most … bytes'],
];

const KINDS = ['equals', 'type', 'absent', 'cookie_bytes_at_most', 'claims_bytes_at_most'];

function conditionOfValue(value: JsonValue | undefined): Condition {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'json';
}

/** Null for an expectation that no condition stands for: it is shown as it is. */
export function conditionOf(expectation: JsonObject): Condition | null {
  const names = Object.keys(expectation).filter((name) => name !== 'claim');
  const [kind] = names;
  if (names.length !== 1 || kind === undefined || !KINDS.includes(kind)) return null;
  const hasClaim = Object.hasOwn(expectation, 'claim');
  if (hasClaim && typeof expectation.claim !== 'string') return null;
  if (kind === 'cookie_bytes_at_most') return hasClaim ? null : 'cookie_bytes';
  if (kind === 'claims_bytes_at_most') return hasClaim ? null : 'claims_bytes';
  if (kind === 'equals') return conditionOfValue(expectation.equals);
  if (kind === 'absent') return expectation.absent === true ? 'absent' : null;
  return typesOf(expectation) ? 'type' : null;
}

/** The types that an expectation names; null when it names something else. */
export function typesOf({ type }: JsonObject): readonly string[] | null {
  const types = Array.isArray(type) ? type : [type];
  return types.every((one) => typeof one === 'string') ? (types as string[]) : null;
}

const BYTES = { claims_bytes: 600, cookie_bytes: 4_096 } as const;

/** The same expectation under another condition; what fits of its value stays. */
export function withCondition(expectation: JsonObject, condition: Condition): JsonObject {
  const { claim = '', equals, cookie_bytes_at_most: cookie, claims_bytes_at_most: claims } = expectation;
  const bytes = cookie ?? claims;
  switch (condition) {
    case 'claims_bytes':
      return { claims_bytes_at_most: bytes ?? BYTES.claims_bytes };
    case 'cookie_bytes':
      return { cookie_bytes_at_most: bytes ?? BYTES.cookie_bytes };
    case 'null':
      return { claim, equals: null };
    case 'true':
    case 'false':
      return { claim, equals: condition === 'true' };
    case 'text':
      return { claim, equals: typeof equals === 'number' ? String(equals) : textOr(equals, '') };
    case 'number':
      return { claim, equals: numberOf(equals) };
    case 'json':
      return { claim, equals: conditionOfValue(equals) === 'json' ? equals! : {} };
    case 'type':
      return { claim, type: 'string' };
    case 'absent':
      return { claim, absent: true };
  }
}

const textOr = (value: JsonValue | undefined, fallback: string) =>
  typeof value === 'string' ? value : fallback;

function numberOf(value: JsonValue | undefined): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/**
 * The expectation that holds of the claims as they are now.
 * @param actual what was found, as a failure tells it: bytes are read of it
 */
export function expectationOfNow(
  expectation: JsonObject,
  claims: JsonObject,
  actual: string,
): JsonObject | null {
  const condition = conditionOf(expectation);
  if (condition === 'claims_bytes' || condition === 'cookie_bytes') {
    const bytes = /^\d+(?= bytes$)/.exec(actual)?.[0];
    return bytes === undefined ? null : withCondition({ [`${condition}_at_most`]: Number(bytes) }, condition);
  }
  if (typeof expectation.claim !== 'string') return null;
  const { claim } = expectation;
  const value = valueAt(claims, claimPath(claim) ?? []);
  return value === undefined ? { claim, absent: true } : { claim, equals: value };
}
