import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { expectedVersion } from '../expected-version.ts';
import { removeJwtTemplate } from './delete-jwt-template.ts';
import type { JwtTemplateInput } from './jwt-template-input.ts';
import { jwtTemplatePlatformResource } from './jwt-template-resource.ts';
import { countJwtTemplates, findJwtTemplate, listJwtTemplates } from './jwt-template-store.ts';
import { createJwtTemplate, updateJwtTemplateContent } from './save-jwt-template.ts';

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});
const Params = Type.Object({ template_id: Type.String({ maxLength: 64 }) });
const NoQuery = Type.Object({});
const Body = Type.Object({
  name: Type.String(),
  claims: Type.Optional(Type.Unknown()),
  claims_source: Type.Optional(Type.String()),
  preset: nullable(Type.String({ maxLength: 64 })),
  lifetime: Type.Optional(Type.Integer()),
  allowed_clock_skew: Type.Optional(Type.Integer()),
  custom_signing_key: Type.Optional(Type.Boolean()),
  signing_algorithm: Type.Optional(Type.String({ maxLength: 64 })),
  signing_key: Type.Optional(Type.String()),
});

const inputOf = (body: Static<typeof Body>): JwtTemplateInput => ({
  name: body.name,
  claims: body.claims,
  source: body.claims_source,
  preset: body.preset,
  lifetimeSeconds: body.lifetime,
  allowedClockSkewSeconds: body.allowed_clock_skew,
  customSigningKey: body.custom_signing_key,
  signingAlgorithm: body.signing_algorithm,
  signingKey: body.signing_key,
});

/** Named JWT templates, for operators: below `…/instances/:instance_id`. A write may say If-Match: <version>. */
export function registerNamedTemplatesPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;
  const path = '/jwt_templates/:template_id';

  app.get('/jwt_templates', { schema: { querystring: Page } }, async ({ instance, query }) => {
    const { limit = 20, offset = 0 } = query;
    const templates = await listJwtTemplates(queries, instance.id, { limit, offset });
    return {
      data: templates.map(jwtTemplatePlatformResource),
      total_count: await countJwtTemplates(queries, instance.id),
    };
  });

  app.post('/jwt_templates', { schema: { body: Body } }, async ({ instance, actor, body }) => {
    const about = { instanceId: instance.id, input: inputOf(body), actor };
    return jwtTemplatePlatformResource(await createJwtTemplate(dependencies, about));
  });

  app.get(path, { schema: { params: Params, querystring: NoQuery } }, async ({ instance, params }) => {
    const template = await findJwtTemplate(queries, instance.id, params.template_id);
    if (!template) throw new Refusal('resource_not_found', { param_name: 'template_id' });
    return jwtTemplatePlatformResource(template);
  });

  app.patch(path, { schema: { params: Params, body: Body } }, async (request) => {
    const { instance, actor, body, params } = request;
    const updated = await updateJwtTemplateContent(dependencies, {
      instanceId: instance.id,
      id: params.template_id,
      input: inputOf(body),
      actor,
      expectedVersion: expectedVersion(request),
    });
    return jwtTemplatePlatformResource(updated);
  });

  app.delete(path, { schema: { params: Params } }, async (request) => {
    const { instance, actor, params } = request;
    const id = params.template_id;
    const about = { instanceId: instance.id, id, actor, expectedVersion: expectedVersion(request) };
    await removeJwtTemplate(dependencies, about);
    return { object: 'jwt_template' as const, id, deleted: true as const };
  });
}
