import type { JsonObject } from '../json-value.ts';
import type { CompiledOperand } from '../render/compiled-template.ts';
import { isListIndex } from '../shortcode/characters.ts';
import type { ShortcodeField } from '../shortcode/shortcode-field.ts';
import {
  BOOLEAN,
  type ClaimType,
  isNeverFalsy,
  literalType,
  NULL,
  NUMBER,
  STRING,
  truthyOf,
  typeBelow,
  UNKNOWN,
  unionOf,
} from './claim-type.ts';
import { typeOfSchema } from './type-of-schema.ts';

/** `user.private_metadata` is no shortcode: its schema types what servers read. */
export type MetadataPath =
  | 'user.public_metadata'
  | 'user.unsafe_metadata'
  | 'user.private_metadata'
  | 'org.public_metadata'
  | 'org_membership.public_metadata';

/** What an instance knows beyond the catalogue; each narrows the types. */
export interface InferOptions {
  /** JSON Schemas that metadata is known to conform to. */
  metadataSchemas?: { readonly [Path in MetadataPath]?: JsonObject };
  /** Every role key of the instance, as in `org:admin`. */
  roleKeys?: readonly string[];
  /** Every custom permission key, as in `org:article:publish`. */
  permissionKeys?: readonly string[];
  /** Claims younger than one token lifetime: optional until old tokens have expired. */
  newClaims?: ReadonlySet<string>;
}

function stringOrKeys(keys: readonly string[] | undefined): ClaimType {
  return keys === undefined || keys.length === 0 ? STRING : unionOf(keys.map(literalType));
}

/** The type of all of one kind of metadata, by its declared schema; null when none is declared. */
export function metadataTypeOf(path: MetadataPath, options: InferOptions): ClaimType | null {
  const schema = options.metadataSchemas?.[path];
  return schema === undefined ? null : typeOfSchema(schema);
}

function typeOfShape(field: ShortcodeField, options: InferOptions): ClaimType {
  switch (field.shape) {
    case 'string':
      return field.path === 'org.role' ? stringOrKeys(options.roleKeys) : STRING;
    case 'number':
      return NUMBER;
    case 'boolean':
      return BOOLEAN;
    case 'organizations':
      return { kind: 'record', values: stringOrKeys(options.roleKeys) };
    case 'permissions':
      return { kind: 'array', items: stringOrKeys(options.permissionKeys) };
    case 'factor_verification_age':
      return { kind: 'tuple', items: [NUMBER, NUMBER] };
    case 'actor':
      return { kind: 'object', members: [{ name: 'sub', type: STRING, optional: false }], open: true };
    case 'metadata': {
      return metadataTypeOf(field.path as MetadataPath, options) ?? { kind: 'record', values: UNKNOWN };
    }
  }
}

function typeOfOperand(operand: CompiledOperand, options: InferOptions): ClaimType {
  if (operand.kind === 'literal') return literalType(operand.value);
  const shape = typeOfShape(operand.field, options);
  let type = operand.field.nullWhen === null ? shape : unionOf([shape, NULL]);
  for (const segment of operand.below) type = typeBelow(type, segment, isListIndex(segment));
  return type;
}

/** The type of `a || b || c`: the truthy part of each, and all of the last that can be reached (rule 4). */
export function typeOfOperands(operands: readonly CompiledOperand[], options: InferOptions): ClaimType {
  const types: ClaimType[] = [];
  for (const [index, operand] of operands.entries()) {
    const type = typeOfOperand(operand, options);
    const isLast = index === operands.length - 1;
    types.push(isLast ? type : truthyOf(type));
    if (isNeverFalsy(type)) break;
  }
  return unionOf(types);
}
