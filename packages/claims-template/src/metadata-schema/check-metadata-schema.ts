import { pointerTo } from '../json-text/json-pointer.ts';
import { utf8Length } from '../json-text/utf8-length.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { nearest } from '../shortcode/edit-distance.ts';
import {
  formatNames,
  type KeywordRule,
  keywordRules,
  refusedKeywords,
  schemaLimits,
  typeNames,
} from './schema-keywords.ts';

/** One thing that is wrong with a declared schema. */
export interface SchemaProblem {
  /** JSON pointer (RFC 6901) into the schema; '' is the schema itself. */
  readonly pointer: string;
  /** One sentence that says what to do. */
  readonly message: string;
}

interface Walk {
  readonly problems: SchemaProblem[];
  schemas: number;
  branches: number;
}

/** Problems told of one schema; the rest waits until these are mended. */
const MAX_PROBLEMS = 20;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a name can be part of an address: lone surrogates cannot. */
function isText(name: string): boolean {
  try {
    encodeURI(name);
    return true;
  } catch {
    return false;
  }
}

function add(walk: Walk, pointer: string, message: string): void {
  if (walk.problems.length < MAX_PROBLEMS) walk.problems.push({ pointer, message });
}

/**
 * Everything that keeps a value from being a metadata schema: a JSON Schema (2020-12) of an object, made of
 * the keywords of `keywordRules`, within `schemaLimits`. Takes any JSON, never throws; [] when it may be declared.
 */
export function checkMetadataSchema(schema: unknown): SchemaProblem[] {
  const walk: Walk = { problems: [], schemas: 0, branches: 0 };
  if (!isObject(schema)) return [{ pointer: '', message: 'Write a JSON object: {"type": "object", …}.' }];
  checkSchema(schema, '', 1, walk);
  if (walk.problems.length > 0) return walk.problems;
  if (schema.type !== 'object')
    add(walk, '/type', 'Write "type": "object" here: metadata is always an object.');
  if (utf8Length(JSON.stringify(schema)) > schemaLimits.bytes)
    add(walk, '', `Keep the schema under ${schemaLimits.bytes} bytes.`);
  return walk.problems;
}

function checkSchema(schema: JsonValue, pointer: string, depth: number, walk: Walk): void {
  if (walk.problems.length >= MAX_PROBLEMS || typeof schema === 'boolean') return;
  walk.schemas += 1;
  if (!isObject(schema)) add(walk, pointer, 'Write a schema here: an object, true or false.');
  else if (depth > schemaLimits.depth)
    add(walk, pointer, `Nest at most ${schemaLimits.depth} schemas in each other.`);
  else if (walk.schemas === schemaLimits.subschemas + 1)
    add(walk, pointer, `Use at most ${schemaLimits.subschemas} schemas in one another.`);
  else if (walk.schemas <= schemaLimits.subschemas) checkKeywords(schema, pointer, depth, walk);
}

function checkKeywords(schema: JsonObject, pointer: string, depth: number, walk: Walk): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const place = pointerTo(pointer, keyword);
    const rule = Object.hasOwn(keywordRules, keyword) ? (keywordRules[keyword] as KeywordRule) : null;
    if (rule === null) add(walk, place, unknownKeyword(keyword));
    else checkKeyword(rule, value, { place, depth, walk });
  }
}

function unknownKeyword(keyword: string): string {
  if (Object.hasOwn(refusedKeywords, keyword)) return refusedKeywords[keyword] as string;
  const name = keyword.length > 40 ? `${keyword.slice(0, 40)}…` : keyword;
  const meant = nearest(keyword, Object.keys(keywordRules));
  return meant === null
    ? `Remove ${name}: it is no keyword that a metadata schema can use.`
    : `There is no keyword ${name}: did you mean ${meant}?`;
}

interface Place {
  readonly place: string;
  readonly depth: number;
  readonly walk: Walk;
}

function checkKeyword(rule: KeywordRule, value: JsonValue, at: Place): void {
  if (rule === 'schema') checkSchema(value, at.place, at.depth + 1, at.walk);
  else if (rule === 'schemas') checkBranches(value, at);
  else if (rule === 'properties') checkProperties(value, at);
  else if (!isPlain(rule, value)) add(at.walk, at.place, WANTED[rule]);
}

function checkBranches(value: JsonValue, { place, depth, walk }: Place): void {
  const branches = Array.isArray(value) ? value : [];
  walk.branches += branches.length;
  if (branches.length === 0) add(walk, place, 'Write a list of schemas.');
  else if (walk.branches > schemaLimits.branches)
    add(walk, place, `Use at most ${schemaLimits.branches} alternatives in all; prefer enum.`);
  else
    for (const [index, branch] of branches.entries())
      checkSchema(branch, pointerTo(place, index), depth + 1, walk);
}

function checkProperties(value: JsonValue, { place, depth, walk }: Place): void {
  if (!isObject(value)) add(walk, place, 'Write an object: a schema for each name.');
  else if (!Object.keys(value).every(isText)) add(walk, place, 'Write names in whole Unicode characters.');
  else
    for (const [name, property] of Object.entries(value))
      checkSchema(property, pointerTo(place, name), depth + 1, walk);
}

type PlainRule = Exclude<KeywordRule, 'schema' | 'schemas' | 'properties'>;

const WANTED: Readonly<Record<PlainRule, string>> = {
  annotation: 'Remove it.',
  value: 'Write a text, a number, true, false or null.',
  text: 'Write a text.',
  types: `Write one of ${typeNames.join(', ')}, or a list of them.`,
  values: 'Write a list of different texts, numbers, true, false or null.',
  names: 'Write a list of names.',
  count: 'Write a whole number of 0 or more.',
  number: 'Write a number.',
  positive: 'Write a number above 0.',
  format: `Write one of ${formatNames.join(', ')}.`,
};

const isTypeName = (value: JsonValue): boolean => (typeNames as readonly JsonValue[]).includes(value);
const isScalar = (value: JsonValue): boolean => typeof value !== 'object' || value === null;

function isPlain(rule: PlainRule, value: JsonValue): boolean {
  switch (rule) {
    case 'annotation':
      return true;
    case 'value':
      return isScalar(value);
    case 'text':
      return typeof value === 'string';
    case 'types':
      return Array.isArray(value)
        ? value.length > 0 && value.every(isTypeName) && new Set(value).size === value.length
        : isTypeName(value);
    case 'values':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every(isScalar) &&
        new Set(value).size === value.length
      );
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string' && isText(name));
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case 'number':
      return typeof value === 'number';
    case 'positive':
      return typeof value === 'number' && value > 0;
    case 'format':
      return (formatNames as readonly JsonValue[]).includes(value);
  }
}
