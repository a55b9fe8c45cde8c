import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../runtime/refusal.ts';
import type { ApiInstance } from './api-instance.ts';
import { type SchemaError, validationRefusal } from './validation-refusal.ts';

/** What an API does with parameters that a route's schema does not name (DESIGN decision 2). */
export interface UnknownParameters {
  readonly body: 'ignore' | 'refuse';
  readonly query: 'ignore' | 'refuse';
}

/**
 * Validation of one API by TypeBox. Query and path texts are converted to the schema's numbers, booleans
 * and lists; bodies never are. Errors become `form_param_*` refusals. Names that the schema does not have
 * are refused or dropped, so that no handler meets them.
 */
export function addRequestValidation(app: ApiInstance, unknown: UnknownParameters): void {
  const compiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
    const validator = Compile(schema);
    const names = propertyNames(schema);
    const isBody = httpPart === 'body';
    const policy =
      httpPart === 'headers'
        ? 'keep'
        : isBody
          ? unknown.body
          : httpPart === 'querystring'
            ? unknown.query
            : 'keep';
    return (given: unknown) => {
      const value = isBody ? given : validator.Convert(given);
      const known = names && policy !== 'keep' ? keepKnown(value, names, policy) : value;
      if (validator.Check(known)) return { value: known };
      return { error: validationRefusal(validator.Errors(known) as readonly SchemaError[]) };
    };
  };
  app.setValidatorCompiler(compiler);
}

/** The names that a schema's top level has; null for what is no plain object. */
function propertyNames(schema: TSchema): ReadonlySet<string> | null {
  const { type, properties, patternProperties, additionalProperties } = schema as Record<string, unknown>;
  if (type !== 'object' || typeof properties !== 'object' || properties === null) return null;
  return patternProperties || additionalProperties ? null : new Set(Object.keys(properties));
}

function keepKnown(value: unknown, names: ReadonlySet<string>, policy: 'ignore' | 'refuse'): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const stranger = entries.find(([name]) => !names.has(name));
  if (!stranger) return value;
  if (policy === 'refuse') throw new Refusal('form_param_unknown', { param_name: stranger[0].slice(0, 100) });
  return Object.fromEntries(entries.filter(([name]) => names.has(name)));
}
