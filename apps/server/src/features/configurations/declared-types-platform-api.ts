import type { TypeSourcesResource } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import { findViolatingUsers, violatingUsersResource } from '../forecasts/index.ts';
import { checkSettings } from '../instances/index.ts';
import { listRolesInUse } from '../organizations/index.ts';
import { declaredTypesSettings, MetadataSchemasBody } from './declared-types.ts';
import { listOrganizationRoles } from './organization-roles.ts';
import { readConfiguration } from './read-configuration.ts';

const Draft = Type.Object({ metadata_schemas: Type.Optional(MetadataSchemasBody) });
const NoQuery = Type.Object({});

/** What the declared types rest on, and who does not conform to them: below `…/instances/:instance_id`. */
export function registerDeclaredTypesPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  // Asked again and again by `bartleby types --watch`: 304 costs no statement beyond those that find the instance.
  app.get('/type_sources', { schema: { querystring: NoQuery } }, async ({ instance, headers }, reply) => {
    const etag = `"${instance.configVersion}"`;
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (headers['if-none-match'] === etag) return reply.code(304).send();
    const { session, metadata_schemas } = await readConfiguration(dependencies, instance);
    const inUse = await listRolesInUse(dependencies.database.queries, instance.id);
    return {
      config_version: String(instance.configVersion),
      claims_source: session.claims_source,
      version: session.version,
      metadata_schemas,
      roles: [...new Set([...instance.settings.organizationRoles, ...inUse])],
      permissions: instance.settings.organizationPermissions,
    } satisfies TypeSourcesResource;
  });

  app.get('/organization_roles', { schema: { querystring: NoQuery } }, ({ instance }) =>
    listOrganizationRoles(dependencies.database.queries, instance),
  );

  app.post(
    '/metadata_schemas/violations',
    { schema: { body: Draft, querystring: NoQuery } },
    async ({ instance, body }, reply) => {
      const { metadataSchemas: schemas = instance.settings.metadataSchemas } = declaredTypesSettings(
        body,
        instance.settings,
      );
      checkSettings(instance, { metadataSchemas: schemas });
      const signal = closedSignal(reply);
      return violatingUsersResource(await findViolatingUsers(dependencies, { instance, schemas, signal }));
    },
  );
}
