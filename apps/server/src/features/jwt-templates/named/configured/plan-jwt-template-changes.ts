import type { ApiError } from '@bartleby/api-contract';
import { maxJwtTemplates } from '@bartleby/api-contract';
import { Refusal } from '../../../../runtime/refusal.ts';
import type { JwtTemplate } from '../jwt-template.ts';
import { checkJwtTemplate, type JwtTemplateInput } from '../jwt-template-input.ts';
import { requireAcceptedByConsumer } from '../require-accepted-by-consumer.ts';
import { contentOf, DEFAULTS, tooMany } from '../save-jwt-template.ts';

/** What a configuration says of a template. A key is in none: what it says of the key is what is so already, or gone. */
export type WantedJwtTemplate = Omit<JwtTemplateInput, 'name' | 'signingKey'>;

/** A template as a configuration makes it: everything but its key. */
type Configured = Pick<
  JwtTemplate,
  'source' | 'preset' | 'lifetimeSeconds' | 'allowedClockSkewSeconds' | 'signingAlgorithm'
>;

/** One template that becomes something else; null where it is not. */
export interface JwtTemplateChange {
  readonly name: string;
  readonly before: JwtTemplate | null;
  readonly after: Configured | null;
}

/**
 * What must change for the wanted templates to be so, by name (null: gone); whoever is not named stays as it is.
 * Writes nothing. Problems are told with the template's name.
 * @throws Refusal of a template that cannot be saved; form_conditional_param_disallowed for a key that there is not;
 *   quota_exceeded
 */
export function planJwtTemplateChanges(
  present: readonly JwtTemplate[],
  wanted: ReadonlyMap<string, WantedJwtTemplate | null>,
): JwtTemplateChange[] {
  const byName = new Map(present.map((template) => [template.name, template]));
  const changes = [...wanted].flatMap(([name, template]): JwtTemplateChange[] => {
    const before = byName.get(name) ?? null;
    const after = template && withName(name, () => configured({ ...template, name }, before));
    return saysTheSame(before, after) ? [] : [{ name, before, after }];
  });
  const count = changes.reduce(
    (sum, { before, after }) => sum + (after ? 1 : 0) - (before ? 1 : 0),
    present.length,
  );
  if (count > maxJwtTemplates && count > present.length) throw tooMany();
  return changes;
}

const MEMBERS = [
  'source',
  'preset',
  'lifetimeSeconds',
  'allowedClockSkewSeconds',
  'signingAlgorithm',
] as const satisfies (keyof Configured)[];

const saysTheSame = (before: JwtTemplate | null, after: Configured | null): boolean =>
  before === null || after === null
    ? before === after
    : MEMBERS.every((member) => before[member] === after[member]);

function configured(input: JwtTemplateInput, before: JwtTemplate | null): Configured {
  const checked = checkJwtTemplate(withKnownKey(input, before), before?.preset);
  const stored = { ...DEFAULTS, ...before };
  const signingAlgorithm = checked.signingKey === null ? null : stored.signingAlgorithm;
  const content = contentOf(checked, { ...stored, signingAlgorithm });
  requireAcceptedByConsumer(content);
  return content;
}

/** Throws Refusal for a key that the template does not have. */
function withKnownKey(input: JwtTemplateInput, before: JwtTemplate | null): JwtTemplateInput {
  const { customSigningKey, signingAlgorithm: algorithm } = input;
  const known = before?.signingAlgorithm ?? null;
  const wantsOwn = customSigningKey ?? known !== null;
  if (!wantsOwn) return { ...input, customSigningKey: false };
  if (known === null || (algorithm !== undefined && algorithm !== known))
    throw new Refusal('form_conditional_param_disallowed', {
      param_name: known === null ? 'custom_signing_key' : 'signing_algorithm',
      reason:
        'a key is in no configuration. Give the template its key first, in the Dashboard or with `bartleby jwt-templates` and --key-file',
    });
  return { ...input, customSigningKey: undefined, signingAlgorithm: undefined };
}

/** Runs a check whose refusals then say which template they are about. */
function withName<T>(name: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, aboutTemplate(error.meta, `jwt_templates.${name}`), { cause: error });
  }
}

function aboutTemplate(meta: Record<string, unknown>, path: string): Record<string, unknown> {
  const { param_name: parameter, errors } = meta;
  return {
    ...meta,
    ...(typeof parameter === 'string' && { param_name: `${path}.${parameter}` }),
    ...(Array.isArray(errors) && {
      errors: errors.map((error: ApiError) => ({
        ...error,
        long_message: `${path}: ${error.long_message}`,
        meta: { ...error.meta, param_name: `${path}.${error.meta?.param_name}` },
      })),
    }),
  };
}
