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

const validators = new Map<DescribedApi, Ajv>();
const compiled = new Map<string, ValidateFunction>();

/**
 * Where an answer is not what its description says, each as `<operation> <status> <JSON pointer> <rule>`, sorted;
 * a pointer has `*` for an index of a list. Empty for a good answer and for operations without a description.
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
    for (const error of errorsOf(operation.api, schema, answer.body))
      found.add(`${where} ${pointerOf(error)} ${error.keyword}`);
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

function errorsOf(api: DescribedApi, schema: string, body: string): readonly ErrorObject[] {
  const key = `${api}${schema}`;
  const validate = compiled.get(key) ?? validatorOf(api).compile({ $ref: key });
  compiled.set(key, validate);
  return validate(JSON.parse(body)) ? [] : (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
}

function validatorOf(api: DescribedApi): Ajv {
  const before = validators.get(api);
  if (before) return before;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema({ $id: api, ...publishedDescription(api) }, api);
  validators.set(api, ajv);
  return ajv;
}

function pointerOf({ instancePath, params }: ErrorObject): string {
  const extra = params.missingProperty ?? params.additionalProperty;
  const segments = [...instancePath.split('/').slice(1), ...(typeof extra === 'string' ? [extra] : [])];
  return `/${segments.map((segment) => (/^\d+$/.test(segment) ? '*' : segment)).join('/')}`;
}
