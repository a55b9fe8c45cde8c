import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { pointerTo } from '../json-text/json-pointer.ts';
import { emptyJsonObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { nearest } from '../shortcode/edit-distance.ts';
import { keywordRules, schemaLimits } from './schema-keywords.ts';

/** One place where metadata is not what its schema says. Holds no value of the metadata. */
export interface MetadataViolation {
  /** JSON pointer (RFC 6901) into the metadata; '' is the metadata itself. */
  readonly pointer: string;
  readonly keyword: string;
  /** What must be, to be read behind the name of the place: `must be a string`. */
  readonly message: string;
}

export type MetadataValidator = (metadata: JsonObject) => MetadataViolation[];

/** A copy whose objects have no prototype, so that `constructor` is a name like any other. */
function withoutPrototype(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPrototype);
  const copy = emptyJsonObject();
  for (const [name, member] of Object.entries(value)) copy[name] = withoutPrototype(member);
  return copy;
}

const SUBSCHEMAS: ReadonlySet<string> = new Set(['additionalProperties', 'items']);

/** The rules alone: what only describes is left out. */
function rulesOf(schema: JsonValue): JsonValue {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const rules = emptyJsonObject();
  for (const [keyword, value] of Object.entries(schema)) {
    const rule = keywordRules[keyword];
    if (rule === 'annotation' || rule === 'text') continue;
    if (SUBSCHEMAS.has(keyword)) rules[keyword] = rulesOf(value);
    else if (rule === 'schemas') rules[keyword] = (value as JsonValue[]).map(rulesOf);
    else if (rule === 'properties') {
      const properties = emptyJsonObject();
      for (const [name, property] of Object.entries(value as JsonObject))
        properties[name] = rulesOf(property);
      rules[keyword] = properties;
    } else rules[keyword] = value;
  }
  return rules;
}

/** The outermost schema without what it says below each property, and each property's schema. */
interface Part {
  /** Null: the metadata itself. */
  readonly property: string | null;
  readonly rules: JsonValue;
  readonly validator: Validator;
}

function partsOf(schema: JsonObject): Part[] {
  const rules = rulesOf(schema) as JsonObject;
  const properties = Object.entries((rules.properties ?? {}) as JsonObject);
  const names = emptyJsonObject();
  for (const [name] of properties) names[name] = true;
  const outermost = Object.assign(emptyJsonObject(), rules, { properties: names });
  const parts: [string | null, JsonValue][] = [[null, outermost], ...properties];
  return parts.map(([property, part]) => ({
    property,
    rules: part,
    validator: new Validator(part as Schema, '2020-12', true),
  }));
}

/**
 * What tells where metadata violates a schema: of the metadata itself and of each declared property the first
 * place, [] when there is none. The schema is one that `checkMetadataSchema` accepts, the metadata any JSON
 * object; nothing is compiled to code, so that it runs under a strict content security policy too.
 */
export function createMetadataValidator(schema: JsonObject): MetadataValidator {
  const parts = partsOf(schema);
  return (metadata) => {
    const instance = withoutPrototype(metadata) as JsonObject;
    try {
      return parts.flatMap((part) => violationsOf(part, instance)).slice(0, schemaLimits.violations);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      return [{ pointer: '', keyword: 'properties', message: 'must have names in whole Unicode characters' }];
    }
  };
}

function violationsOf({ property, rules, validator }: Part, metadata: JsonObject): MetadataViolation[] {
  if (property !== null && !Object.hasOwn(metadata, property)) return [];
  const value = property === null ? metadata : (metadata[property] as JsonValue);
  const { errors } = validator.validate(value);
  const told = errors.find(
    ({ keyword, keywordLocation }) => !WRAPPERS.has(keyword) && !isInsideChoice(keywordLocation, errors),
  );
  if (told === undefined) return [];
  const prefix = property === null ? '' : pointerTo('', property);
  return violationsAt(told, rules, value).map((each) => ({ ...each, pointer: `${prefix}${each.pointer}` }));
}

/** Keywords that only say that something below them is wrong. */
const WRAPPERS: ReadonlySet<string> = new Set(['properties', 'items', 'additionalProperties', 'allOf']);
const CHOICES: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

/** Why no branch of a choice fits is no fault of its own. */
const isInsideChoice = (location: string, errors: readonly OutputUnit[]): boolean =>
  errors.some(
    ({ keyword, keywordLocation }) => CHOICES.has(keyword) && location.startsWith(`${keywordLocation}/`),
  );

/** Steps of a location such as `#/properties/a~1b`. */
function stepsOf(location: string): string[] {
  const steps = location.split('/').slice(1);
  return steps.map((step) => decodeURI(step).split('~1').join('/').split('~0').join('~'));
}

function valueAt(root: JsonValue, steps: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, JsonValue>)[step];
  }
  return value;
}

function violationsAt(unit: OutputUnit, schema: JsonValue, metadata: JsonValue): MetadataViolation[] {
  const { keyword } = unit;
  const steps = stepsOf(unit.instanceLocation);
  const pointer = steps.reduce(pointerTo, '');
  if (keyword === 'false')
    return [{ pointer, keyword: 'additionalProperties', message: undeclared(steps, schema) }];
  const rule = valueAt(schema, stepsOf(unit.keywordLocation)) as JsonValue;
  if (keyword !== 'required') return [{ pointer, keyword, message: sentenceOf(keyword, rule) }];
  const present = valueAt(metadata, steps) as JsonObject;
  return (rule as string[])
    .filter((name) => !Object.hasOwn(present, name))
    .map((name) => ({ pointer: pointerTo(pointer, name), keyword, message: 'is required and missing' }));
}

/** The last step is a name that its object does not declare; what it may have been is told at the top level. */
function undeclared(steps: readonly string[], schema: JsonValue): string {
  const name = steps.at(-1);
  const { properties } = schema as JsonObject;
  const meant =
    steps.length === 1 && name !== undefined && typeof properties === 'object' && properties !== null
      ? nearest(name, Object.keys(properties))
      : null;
  return meant === null ? 'is not declared' : `is not declared: did you mean ${meant}?`;
}

const listed = (values: readonly unknown[], word: string): string => {
  const text = values.map((value) => JSON.stringify(value)).join(', ');
  return values.length === 1
    ? `must be ${text}`
    : `must be ${word} ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'an object',
};

const SENTENCES: Readonly<Record<string, (rule: JsonValue) => string>> = {
  type: (rule) =>
    `must be ${[rule]
      .flat()
      .map((name) => TYPE_WORDS[String(name)])
      .join(' or ')}`,
  enum: (rule) => listed(rule as unknown[], 'one of'),
  const: (rule) => listed([rule], ''),
  format: (rule) => `must be written as ${rule}`,
  minLength: (rule) => `must have at least ${rule} characters`,
  maxLength: (rule) => `must have at most ${rule} characters`,
  minItems: (rule) => `must have at least ${rule} items`,
  maxItems: (rule) => `must have at most ${rule} items`,
  minProperties: (rule) => `must have at least ${rule} members`,
  maxProperties: (rule) => `must have at most ${rule} members`,
  minimum: (rule) => `must be at least ${rule}`,
  maximum: (rule) => `must be at most ${rule}`,
  exclusiveMinimum: (rule) => `must be more than ${rule}`,
  exclusiveMaximum: (rule) => `must be less than ${rule}`,
  multipleOf: (rule) => `must be a multiple of ${rule}`,
  anyOf: () => 'must be one of the declared alternatives',
  oneOf: () => 'must be exactly one of the declared alternatives',
};

function sentenceOf(keyword: string, rule: JsonValue): string {
  return SENTENCES[keyword]?.(rule) ?? `must satisfy ${keyword}`;
}
