/** The TypeScript type of a claim, as data (claims-language section 8). */
export type ClaimType =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'never' }
  | { readonly kind: 'null' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'array'; readonly items: ClaimType }
  | { readonly kind: 'tuple'; readonly items: readonly ClaimType[] }
  | { readonly kind: 'record'; readonly values: ClaimType }
  | ObjectClaimType
  | { readonly kind: 'union'; readonly members: readonly ClaimType[] };

export interface ObjectClaimType {
  readonly kind: 'object';
  readonly members: readonly ClaimTypeMember[];
  /** Whether further members of any type may be there. */
  readonly open: boolean;
}

export interface ClaimTypeMember {
  readonly name: string;
  readonly type: ClaimType;
  readonly optional: boolean;
}

export const UNKNOWN: ClaimType = { kind: 'unknown' };
export const NEVER: ClaimType = { kind: 'never' };
export const NULL: ClaimType = { kind: 'null' };
export const STRING: ClaimType = { kind: 'string' };
export const NUMBER: ClaimType = { kind: 'number' };
export const BOOLEAN: ClaimType = { kind: 'boolean' };
export const TRUE: ClaimType = { kind: 'literal', value: true };

export function literalType(value: null | string | number | boolean): ClaimType {
  return value === null ? NULL : { kind: 'literal', value };
}

/** The members of a union, or the type itself. */
export function membersOf(type: ClaimType): readonly ClaimType[] {
  return type.kind === 'union' ? type.members : [type];
}

/** A key under which equal types are equal. */
function identity(type: ClaimType): string {
  return JSON.stringify(type);
}

/**
 * The union of types in its shortest form: `unknown` swallows everything, `string` its literals,
 * `true | false` is `boolean`; null comes last.
 */
export function unionOf(types: readonly ClaimType[]): ClaimType {
  const flat = types.flatMap(membersOf).filter(({ kind }) => kind !== 'never');
  if (flat.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const distinct = new Map(flat.map((type) => [identity(type), type]));
  if (distinct.has(identity(TRUE)) && distinct.has(identity(literalType(false))))
    distinct.set(identity(BOOLEAN), BOOLEAN);
  const kinds = new Set([...distinct.values()].map(({ kind }) => kind));
  const kept = [...distinct.values()].filter(
    (type) => type.kind !== 'literal' || !kinds.has(typeof type.value as 'string'),
  );
  const members = [...kept.filter(({ kind }) => kind !== 'null'), ...(kinds.has('null') ? [NULL] : [])];
  if (members.length < 2) return members[0] ?? NEVER;
  return { kind: 'union', members };
}

/** The type without null and false: what `||` lets through. */
export function truthyOf(type: ClaimType): ClaimType {
  return unionOf(
    membersOf(type).map((member) => {
      if (member.kind === 'boolean') return TRUE;
      return member.kind === 'null' || (member.kind === 'literal' && member.value === false) ? NEVER : member;
    }),
  );
}

/** Whether no value of the type is null or false, so that `||` stops there. */
export function isNeverFalsy(type: ClaimType): boolean {
  return membersOf(type).every(
    (member) =>
      member.kind !== 'unknown' &&
      member.kind !== 'null' &&
      member.kind !== 'boolean' &&
      !(member.kind === 'literal' && member.value === false),
  );
}

/** The type one step below: a member, a list element; null where there may be nothing. */
export function typeBelow(type: ClaimType, segment: string, isIndex: boolean): ClaimType {
  return unionOf(membersOf(type).map((member) => memberBelow(member, segment, isIndex)));
}

function memberBelow(type: ClaimType, segment: string, isIndex: boolean): ClaimType {
  switch (type.kind) {
    case 'unknown':
      return UNKNOWN;
    case 'record':
      return unionOf([type.values, NULL]);
    case 'array':
      return isIndex ? unionOf([type.items, NULL]) : NULL;
    case 'tuple':
      return (isIndex && type.items[Number(segment)]) || NULL;
    case 'object': {
      const found = type.members.find(({ name }) => name === segment);
      if (found === undefined) return type.open ? UNKNOWN : NULL;
      return found.optional ? unionOf([found.type, NULL]) : found.type;
    }
    default:
      return NULL;
  }
}
