import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { nameOf, type Operation } from './operations.ts';
import { type DescribedApi, type DescribedResponse, publishedDescription } from './published-descriptions.ts';
import { copyWithAbsoluteReferences, placeInNamedSchema } from './schema-places.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Whether the request said `paginated`, in whatever way. */
  readonly paginated?: boolean;
}

interface Fault {
  readonly pointer: string;
  readonly keyword: string;
  /** The same place as the description's named schema has it; empty outside of one. */
  readonly place: string;
}

const validators = new Map<DescribedApi, Ajv>();
const compiled = new Map<string, ValidateFunction>();

/**
 * Where an answer is not what its description says, sorted; empty for a good answer and for operations without a
 * description. Each is `<operation> <status> <JSON pointer> <rule>`, inside a named schema with ` in <Schema><JSON pointer>`
 * behind it, or `<operation> <status> <error code> undocumented`. A pointer has `*` for what differs from test to test.
 */
export function judgeAnswer(operation: Operation, answer: Answer): string[] {
  const { described } = operation;
  if (!described) return [];
  const where = `${nameOf(operation)} ${answer.status}`;
  const declared = described.responses[String(answer.status)];
  const found = new Set<string>();
  if (!declared) found.add(`${where} ${errorCodeOf(answer)} undocumented`);
  // What is an error to no description still has to be the documented envelope.
  const response = declared && resolve(operation.api, declared);
  const types = response ? Object.keys(response.content ?? {}) : [];
  if (response && types.length > 0 && !types.includes(answer.contentType))
    found.add(`${where} / content-type`);
  const schema = schemaOf(operation, answer, declared);
  if (schema && answer.contentType === 'application/json')
    for (const { pointer, keyword, place } of errorsOf(
      operation.api,
      schema,
      describedPart(operation, answer),
    ))
      found.add(`${where} ${pointer || '/'} ${keyword}${place && ` in ${place}`}`);
  return [...found].sort();
}

/** `/` for what is no error, or none in the envelope. */
function errorCodeOf({ status, contentType, body }: Answer): string {
  if (status < 400 || contentType !== 'application/json') return '/';
  const { errors } = JSON.parse(body) as { errors?: { code?: string }[] };
  return errors?.[0]?.code ?? '/';
}

function schemaOf({ api, pointer }: Operation, answer: Answer, declared: DescribedResponse | undefined) {
  if (!declared) return answer.status >= 400 ? '#/components/schemas/ClerkErrors' : null;
  const at = declared.$ref ?? `#${pointer}/responses/${answer.status}`;
  return resolve(api, declared).content?.['application/json']?.schema
    ? `${at}/content/application~1json/schema`
    : null;
}

function resolve(api: DescribedApi, response: DescribedResponse): DescribedResponse {
  const name = response.$ref?.split('/').at(-1);
  return name ? publishedDescription(api).components.responses[name]! : response;
}

/**
 * What the schema is about: where the description has the parameter `paginated`, it describes the bare list, which
 * then comes as `data` beside `total_count` (backend-api.md 6.4).
 */
function describedPart({ described }: Operation, { status, body, paginated }: Answer): unknown {
  const value = JSON.parse(body) as Record<string, unknown>;
  const canPage = described?.parameters?.some(({ $ref }) => $ref?.endsWith('/Paginated'));
  if (status >= 400 || !paginated || !canPage) return value;
  const isPage =
    Object.keys(value).sort().join() === 'data,total_count' && Number.isInteger(value.total_count);
  return isPage ? value.data : value;
}

function errorsOf(api: DescribedApi, schema: string, value: unknown): readonly Fault[] {
  const key = `${api}${schema}`;
  const validate = compiled.get(key) ?? validatorOf(api).compile({ $ref: key });
  compiled.set(key, validate);
  return validate(value) ? [] : faultsOf(api, validate.errors ?? []);
}

/** Of a union only what keeps the value from the branch that is nearest to it. */
function faultsOf(api: DescribedApi, errors: readonly ErrorObject[]): readonly Fault[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  const insideUnion = ({ instancePath }: ErrorObject) =>
    unions.some((union) => `${instancePath}/`.startsWith(`${union.instancePath}/`));
  const outermost = unions.filter(
    (union) => !unions.some((other) => other !== union && isBelow(union.instancePath, other.instancePath)),
  );
  return [
    ...errors
      .filter((error) => error.keyword !== 'if' && !insideUnion(error))
      .map((error) => faultOf(api, error)),
    ...outermost.flatMap((union) => faultsOfNearestBranch(api, union)),
  ];
}

function faultsOfNearestBranch(api: DescribedApi, union: ErrorObject): readonly Fault[] {
  const branches = (union.schema as object[]).map((branch) => {
    const validate = validatorOf(api).compile(copyWithAbsoluteReferences(api, branch));
    validate(union.data);
    return faultsOf(api, validate.errors ?? []);
  });
  const distance = (faults: readonly Fault[]) =>
    faults.length + (faults.some(({ pointer }) => /^\/(object|strategy)$/.test(pointer)) ? 100 : 0);
  branches.sort((one, other) => distance(one) - distance(other));
  const at = generalised(union.instancePath);
  return (branches[0] ?? []).map((fault) => ({ ...fault, pointer: `${at}${fault.pointer}` }));
}

const isBelow = (path: string, other: string) => path.startsWith(`${other}/`);

function validatorOf(api: DescribedApi): Ajv {
  const before = validators.get(api);
  if (before) return before;
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    logger: false,
    validateSchema: false,
  });
  formats.default(ajv);
  ajv.addSchema({ $id: api, ...publishedDescription(api) }, api);
  validators.set(api, ajv);
  return ajv;
}

function faultOf(api: DescribedApi, { instancePath, params, keyword, parentSchema }: ErrorObject): Fault {
  const member = params.missingProperty ?? params.additionalProperty;
  const extra = typeof member === 'string' ? `/${member}` : '';
  const place = parentSchema ? placeInNamedSchema(api, parentSchema) : null;
  return {
    pointer: generalised(`${instancePath}${extra}`),
    keyword,
    place: place === null ? '' : generalised(`${place}${extra}`),
  };
}

/** Without what differs from test to test: an index of a list, the name of a provider that an instance added. */
const generalised = (path: string) =>
  path.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(/\/oauth_custom_\w+/g, '/oauth_custom_*');
