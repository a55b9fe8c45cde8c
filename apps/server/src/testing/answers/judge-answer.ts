import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { nameOf, type Operation } from './operations.ts';
import { type DescribedApi, type DescribedResponse, publishedDescription } from './published-descriptions.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Fault {
  readonly pointer: string;
  readonly keyword: string;
}

const validators = new Map<DescribedApi, Ajv>();
const compiled = new Map<string, ValidateFunction>();

/**
 * Where an answer is not what its description says, each as `<operation> <status> <JSON pointer> <rule>`, sorted;
 * a pointer has `*` for what differs from test to test. Empty for a good answer and for operations without a description.
 */
export function judgeAnswer(operation: Operation, answer: Answer): string[] {
  const { described } = operation;
  if (!described) return [];
  const where = `${nameOf(operation)} ${answer.status}`;
  const declared = described.responses[String(answer.status)];
  const found = new Set<string>();
  if (!declared) found.add(`${where} / undocumented`);
  // What is an error to no description still has to be the documented envelope.
  const response = declared && resolve(operation.api, declared);
  const types = response ? Object.keys(response.content ?? {}) : [];
  if (response && types.length > 0 && !types.includes(answer.contentType))
    found.add(`${where} / content-type`);
  const schema = schemaOf(operation, answer, declared);
  if (schema && answer.contentType === 'application/json')
    for (const { pointer, keyword } of errorsOf(operation.api, schema, answer.body))
      found.add(`${where} ${pointer || '/'} ${keyword}`);
  return [...found].sort();
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

function errorsOf(api: DescribedApi, schema: string, body: string): readonly Fault[] {
  const key = `${api}${schema}`;
  const validate = compiled.get(key) ?? validatorOf(api).compile({ $ref: key });
  compiled.set(key, validate);
  return validate(JSON.parse(body)) ? [] : faultsOf(api, validate.errors ?? []);
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
      .map((error) => ({ pointer: pointerOf(error), keyword: error.keyword })),
    ...outermost.flatMap((union) => faultsOfNearestBranch(api, union)),
  ];
}

function faultsOfNearestBranch(api: DescribedApi, union: ErrorObject): readonly Fault[] {
  const branches = (union.schema as object[]).map((branch) => {
    const validate = validatorOf(api).compile(withAbsoluteReferences(api, branch));
    validate(union.data);
    return faultsOf(api, validate.errors ?? []);
  });
  const distance = (faults: readonly Fault[]) =>
    faults.length + (faults.some(({ pointer }) => /^\/(object|strategy)$/.test(pointer)) ? 100 : 0);
  branches.sort((one, other) => distance(one) - distance(other));
  const at = generalised(union.instancePath);
  return (branches[0] ?? []).map(({ pointer, keyword }) => ({ pointer: `${at}${pointer}`, keyword }));
}

const isBelow = (path: string, other: string) => path.startsWith(`${other}/`);

/** A branch stands alone while it is judged: `#/components/…` would be looked for in itself. */
function withAbsoluteReferences(api: DescribedApi, branch: object): object {
  return JSON.parse(JSON.stringify(branch).replaceAll('"$ref":"#', `"$ref":"${api}#`)) as object;
}

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

function pointerOf({ instancePath, params }: ErrorObject): string {
  const extra = params.missingProperty ?? params.additionalProperty;
  return generalised(`${instancePath}${typeof extra === 'string' ? `/${extra}` : ''}`);
}

/** Without what differs from test to test: an index of a list, the name of a provider that an instance added. */
const generalised = (path: string) =>
  path.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(/\/oauth_custom_\w+/g, '/oauth_custom_*');
