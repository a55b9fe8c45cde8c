import { Refusal } from '../runtime/refusal.ts';

/** The part of a validation error that the refusal is made from (TypeBox and Ajv agree on it). */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const ONE_TYPE: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** The first schema error as a `form_param_*` refusal with `param_name` (frontend-api.md 5.14). */
export function validationRefusal(errors: readonly SchemaError[]): Refusal {
  const error = mostTelling(errors);
  const name = paramName(error);
  const meta = { param_name: name };
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return new Refusal('form_param_missing', meta);
    case 'additionalProperties':
    case 'boolean':
      return new Refusal('form_param_unknown', meta);
    case 'type':
      return new Refusal('form_param_type_invalid', { ...meta, expected_type: expectedType(params.type) });
    case 'maxLength':
      return new Refusal('form_param_max_length_exceeded', { ...meta, max_length: params.limit });
    case 'minLength':
      return params.limit === 1
        ? new Refusal('form_param_nil', meta)
        : new Refusal('form_param_min_length_exceeded', { ...meta, min_length: params.limit });
    case 'maxItems':
      return new Refusal('form_param_array_size_exceeded', { ...meta, max_size: params.limit });
    case 'maximum':
    case 'exclusiveMaximum':
      return new Refusal('form_param_value_too_large', { ...meta, max_value: params.limit });
    case 'minimum':
    case 'exclusiveMinimum':
      return new Refusal('form_param_value_too_small', { ...meta, min_value: params.limit });
    case 'pattern':
    case 'format':
      return new Refusal('form_param_format_invalid', meta);
    default:
      return new Refusal('form_param_value_invalid', meta);
  }
}

/**
 * Of a union's errors the one that says most: each branch complains, the null of a nullable field too. Branches
 * that want other types become one error that names them all; branches of constants the union's own.
 */
function mostTelling(errors: readonly SchemaError[]): SchemaError {
  const first = errors[0] ?? { keyword: 'unknown', instancePath: '', params: {} };
  const union = errors.find(
    ({ keyword, instancePath }) => keyword === 'anyOf' && first.instancePath.startsWith(instancePath),
  );
  if (!union || first.keyword === 'required') return first;
  const branches = errors.filter((error) => error !== union && !isNullBranch(error));
  const atUnion = branches.filter((error) => error.instancePath === union.instancePath);
  const deeper = branches.find((error) => error.instancePath.length > union.instancePath.length);
  if (deeper) return deeper;
  if (atUnion.length === 0 || atUnion.some((error) => error.keyword === 'const')) return union;
  if (!atUnion.every((error) => error.keyword === 'type')) return atUnion[0]!;
  return { ...atUnion[0]!, params: { type: atUnion.flatMap((error) => error.params.type) } };
}

const isNullBranch = (error: SchemaError): boolean =>
  error.keyword === 'type' && error.params.type === 'null';

function paramName(error: SchemaError): string {
  const path = error.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const { requiredProperties, missingProperty, additionalProperties, additionalProperty } = error.params;
  const named =
    firstText(error.keyword === 'required' ? requiredProperties : additionalProperties) ??
    firstText(missingProperty ?? additionalProperty);
  if (named === null) return path === '' ? 'body' : path;
  return path === '' ? named : `${path}.${named}`;
}

function firstText(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : null;
}

function expectedType(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  return types.map((name) => ONE_TYPE[String(name)] ?? String(name)).join(' or ');
}
