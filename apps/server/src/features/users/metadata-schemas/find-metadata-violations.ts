import { createMetadataValidator, type MetadataValidator } from '@bartleby/claims-template';
import type { MetadataKind, MetadataSchemas } from '../../instances/index.ts';
import type { MetadataField } from '../metadata.ts';
import type { JsonObject } from '../user.ts';

/** One place where metadata is not what its schema says. */
export interface FieldViolation {
  readonly field: MetadataField;
  /** JSON pointer into the field's value. */
  readonly pointer: string;
  readonly keyword: string;
  /** `must be a string`. */
  readonly message: string;
}

/** Metadata by its field; what is left out is not looked at. */
export type WrittenMetadata = { readonly [Field in MetadataField]?: JsonObject | undefined };

const FIELDS: readonly (readonly [MetadataField, MetadataKind])[] = [
  ['public_metadata', 'public'],
  ['unsafe_metadata', 'unsafe'],
  ['private_metadata', 'private'],
];

const MAX_VALIDATORS = 200;
/** By the schema's text: nothing is ever invalidated, the least recently used makes room. */
const validators = new Map<string, MetadataValidator>();

function validatorOf(schema: string): MetadataValidator {
  const known = validators.get(schema);
  validators.delete(schema);
  const validator = known ?? createMetadataValidator(JSON.parse(schema) as JsonObject);
  validators.set(schema, validator);
  if (validators.size > MAX_VALIDATORS) validators.delete(validators.keys().next().value!);
  return validator;
}

/** Where metadata differs from what the instance declares, for the kinds that have a schema. */
export function findMetadataViolations(
  schemas: MetadataSchemas,
  metadata: WrittenMetadata,
): FieldViolation[] {
  return FIELDS.flatMap(([field, kind]) => {
    const value = metadata[field];
    const schema = schemas[kind];
    if (value === undefined || schema === null) return [];
    return validatorOf(schema)(value).map((violation) => ({ field, ...violation }));
  });
}
