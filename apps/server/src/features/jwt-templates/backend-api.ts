import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { removeJwtTemplate } from './named/delete-jwt-template.ts';
import type { JwtTemplateInput } from './named/jwt-template-input.ts';
import { jwtTemplateResource } from './named/jwt-template-resource.ts';
import { countJwtTemplates, findJwtTemplate, listJwtTemplates } from './named/jwt-template-store.ts';
import { createJwtTemplate, updateJwtTemplateContent } from './named/save-jwt-template.ts';

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const Params = Type.Object({ template_id: Type.String({ maxLength: 64 }) });
const List = Type.Object({
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});
/** A null stands for what was not said, as the published description has it. */
const Body = Type.Object({
  name: Type.String(),
  claims: Type.Unknown(),
  lifetime: nullable(Type.Integer()),
  allowed_clock_skew: nullable(Type.Integer()),
  custom_signing_key: nullable(Type.Boolean()),
  signing_algorithm: nullable(Type.String({ maxLength: 64 })),
  signing_key: nullable(Type.String()),
});

/** JWT templates, for servers with a secret key (backend-api.md 7.1). */
export function registerJwtTemplatesBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { queries } = dependencies.database;

  app.get('/v1/jwt_templates', { schema: { querystring: List } }, async ({ instance, query }) => {
    const { paginated, limit = 10, offset = 0 } = query;
    const templates = await listJwtTemplates(queries, instance.id, { limit, offset });
    const data = templates.map(jwtTemplateResource);
    return paginated ? { data, total_count: await countJwtTemplates(queries, instance.id) } : data;
  });

  app.post('/v1/jwt_templates', { schema: { body: Body } }, async ({ instance, actor, body }) => {
    const about = { instanceId: instance.id, input: inputOf(body), actor };
    return jwtTemplateResource(await createJwtTemplate(dependencies, about));
  });

  app.get(
    '/v1/jwt_templates/:template_id',
    { schema: { params: Params } },
    async ({ instance, params: { template_id: id } }) => {
      const template = await findJwtTemplate(queries, instance.id, id);
      if (!template) throw new Refusal('resource_not_found');
      return jwtTemplateResource(template);
    },
  );

  app.patch(
    '/v1/jwt_templates/:template_id',
    { schema: { params: Params, body: Body } },
    async ({ instance, actor, params, body }) => {
      const about = { instanceId: instance.id, id: params.template_id, input: inputOf(body), actor };
      return jwtTemplateResource(await updateJwtTemplateContent(dependencies, about));
    },
  );

  app.delete(
    '/v1/jwt_templates/:template_id',
    { schema: { params: Params } },
    async ({ instance, actor, params: { template_id: id } }) => {
      await removeJwtTemplate(dependencies, { instanceId: instance.id, id, actor });
      return { object: 'jwt_template' as const, id, deleted: true as const };
    },
  );
}

const inputOf = (body: Static<typeof Body>): JwtTemplateInput => ({
  name: body.name,
  claims: body.claims,
  lifetimeSeconds: body.lifetime ?? undefined,
  allowedClockSkewSeconds: body.allowed_clock_skew ?? undefined,
  customSigningKey: body.custom_signing_key ?? undefined,
  signingAlgorithm: body.signing_algorithm ?? undefined,
  signingKey: body.signing_key ?? undefined,
});
