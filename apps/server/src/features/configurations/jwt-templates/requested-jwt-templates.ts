import { isTemplateName, maxJwtTemplates, templateNameRule } from '@bartleby/api-contract';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import {
  type JwtTemplate,
  type JwtTemplateChange,
  listJwtTemplates,
  planJwtTemplateChanges,
  type WantedJwtTemplate,
} from '../../jwt-templates/index.ts';
import { givenSource } from '../given-source.ts';
import {
  type JwtTemplatesConfiguration,
  type JwtTemplatesDocument,
  jwtTemplatesDocument,
} from './jwt-templates-body.ts';

/** What a body makes of the JWT templates. */
export interface RequestedJwtTemplates {
  readonly changes: readonly JwtTemplateChange[];
  readonly before: JwtTemplatesDocument;
  readonly after: JwtTemplatesDocument;
}

/** As many as an instance may have. */
export async function allJwtTemplates(
  { database }: Pick<Dependencies, 'database'>,
  instance: Pick<Instance, 'id'>,
): Promise<JwtTemplate[]> {
  return listJwtTemplates(database.queries, instance.id, { limit: maxJwtTemplates, offset: 0 });
}

/**
 * What key `jwt_templates` of a body asks for; whoever is not named stays as it is.
 * @param present all there are
 * @param replaces PUT: a template that is not named is to be deleted
 * @param destructive lets templates be deleted
 * @throws Refusal destructive_change; of templates that cannot be saved, with their names
 */
export function requestedJwtTemplates(
  present: readonly JwtTemplate[],
  request: {
    readonly wanted: JwtTemplatesConfiguration;
    readonly replaces: boolean;
    readonly destructive: boolean;
  },
): RequestedJwtTemplates {
  const changes = planJwtTemplateChanges(present, wantedOf(request.wanted, present, request.replaces));
  const deleted = changes.find(({ after }) => after === null);
  if (deleted && !request.destructive)
    throw new Refusal('destructive_change', { param_name: `jwt_templates.${deleted.name}` });
  const changed = new Map(changes.map((change) => [change.name, change]));
  const kept = present.filter(({ name }) => !changed.has(name));
  const made = changes.flatMap(({ name, after }) => (after ? [{ ...after, name }] : []));
  return {
    changes,
    before: jwtTemplatesDocument(present),
    after: jwtTemplatesDocument([...kept, ...made]),
  };
}

function wantedOf(
  given: JwtTemplatesConfiguration,
  present: readonly JwtTemplate[],
  replaces: boolean,
): Map<string, WantedJwtTemplate | null> {
  const byName = new Map(present.map((template) => [template.name, template]));
  const wanted = new Map<string, WantedJwtTemplate | null>(
    replaces ? present.map(({ name }) => [name, null]) : [],
  );
  for (const [name, template] of Object.entries(given)) {
    if (!isTemplateName(name))
      throw new Refusal('form_param_format_invalid', {
        param_name: `jwt_templates.${name.slice(0, 128)}`,
        long_message: templateNameRule,
      });
    wanted.set(name, template && wantedTemplate(name, template, byName.get(name)));
  }
  return wanted;
}

function wantedTemplate(
  name: string,
  body: NonNullable<JwtTemplatesConfiguration[string]>,
  before: JwtTemplate | undefined,
): WantedJwtTemplate {
  const { claims, claims_source: text } = body;
  const present = before && { claims: JSON.parse(before.source) as unknown, claims_source: before.source };
  const source = givenSource({ claims, claims_source: text }, present, `jwt_templates.${name}`);
  return {
    claims: undefined,
    source: source ?? before?.source,
    preset: body.preset,
    lifetimeSeconds: body.lifetime,
    allowedClockSkewSeconds: body.allowed_clock_skew,
    customSigningKey: body.custom_signing_key,
    signingAlgorithm: body.signing_algorithm,
  };
}
