import type { JsonObject, JsonValue } from '../json-value.ts';
import {
  BOOLEAN,
  type ClaimType,
  literalType,
  NULL,
  NUMBER,
  STRING,
  UNKNOWN,
  unionOf,
} from './claim-type.ts';

/** Nesting of a schema that is looked at; what lies deeper is unknown. */
const MAX_DEPTH = 16;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(schema: JsonObject, keyword: string): JsonValue | undefined {
  return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
}

/** Values of `enum` or `const`; a list or an object among them makes the answer unknown. */
function typeOfValues(values: readonly JsonValue[]): ClaimType {
  return unionOf(
    values.map((value) => (typeof value === 'object' && value !== null ? UNKNOWN : literalType(value))),
  );
}

function typeOfObject(schema: JsonObject, depth: number): ClaimType {
  const properties = own(schema, 'properties');
  const additional = own(schema, 'additionalProperties');
  if (!isObject(properties) || Object.keys(properties).length === 0)
    return { kind: 'record', values: isObject(additional) ? typeAt(additional, depth + 1) : UNKNOWN };
  const required = own(schema, 'required');
  const members = Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeAt(property, depth + 1),
    optional: !(Array.isArray(required) && required.includes(name)),
  }));
  return { kind: 'object', members, open: additional !== false };
}

function typeOfName(name: JsonValue, schema: JsonObject, depth: number): ClaimType {
  switch (name) {
    case 'string':
      return STRING;
    case 'number':
    case 'integer':
      return NUMBER;
    case 'boolean':
      return BOOLEAN;
    case 'null':
      return NULL;
    case 'array':
      return { kind: 'array', items: typeAt(own(schema, 'items'), depth + 1) };
    case 'object':
      return typeOfObject(schema, depth);
    default:
      return UNKNOWN;
  }
}

function typeAt(schema: JsonValue | undefined, depth: number): ClaimType {
  if (!isObject(schema) || depth > MAX_DEPTH) return UNKNOWN;
  const values = own(schema, 'enum');
  if (Array.isArray(values) && values.length > 0) return typeOfValues(values);
  const constant = own(schema, 'const');
  if (constant !== undefined) return typeOfValues([constant]);
  const choices = own(schema, 'anyOf') ?? own(schema, 'oneOf');
  if (Array.isArray(choices) && choices.length > 0)
    return unionOf(choices.map((choice) => typeAt(choice, depth + 1)));
  const name = own(schema, 'type');
  if (Array.isArray(name) && name.length > 0)
    return unionOf(name.map((alternative) => typeOfName(alternative, schema, depth)));
  return name === undefined ? UNKNOWN : typeOfName(name, schema, depth);
}

/**
 * The type of values that a JSON Schema accepts: type, enum, const, properties, required,
 * additionalProperties, items, anyOf and oneOf. Whatever else narrows a schema is ignored;
 * what cannot be told is `unknown`. Takes any JSON, never throws.
 */
export function typeOfSchema(schema: JsonObject): ClaimType {
  return typeAt(schema, 1);
}
