import { type Static, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { expectedVersion } from '../jwt-templates/index.ts';
import { changeConfiguration } from './change-configuration.ts';
import { changedResource } from './changed-resource.ts';
import { configFileSchema } from './config-file-schema.ts';
import { CONFIGURATION_KEYS } from './configuration.ts';
import { ConfigurationBodySchema } from './configuration-body.ts';
import { instanceSummary } from './instance-summary.ts';
import { jwtTemplatesDocument } from './jwt-templates/jwt-templates-body.ts';
import { allJwtTemplates } from './jwt-templates/requested-jwt-templates.ts';
import { readConfiguration } from './read-configuration.ts';
import type { ConfigurationBody } from './requested-changes.ts';

const names = Type.String({ maxLength: 500 });
/** `keys=session,sign_up`, or a `keys` for each. */
const Keys = Type.Object({ keys: Type.Optional(Type.Union([Type.Array(names, { maxItems: 100 }), names])) });
/** Also what GET answered, sent back as a whole: its version is the one expected, unless If-Match says another. */
const ChangeBody = Type.Object({
  ...ConfigurationBodySchema.properties,
  config_version: Type.Optional(Type.String({ maxLength: 20 })),
  config: Type.Optional(ConfigurationBodySchema),
});
const Switches = Type.Object({
  dry_run: Type.Optional(Type.Boolean()),
  destructive: Type.Optional(Type.Boolean()),
});
const NoQuery = Type.Object({});

/** An instance and its configuration in the published shape: below `…/instances/:instance_id`. */
export function registerConfigurationsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('', { schema: { querystring: NoQuery }, prefixTrailingSlash: 'no-slash' }, ({ instance }) =>
    instanceSummary(dependencies, instance),
  );

  app.get('/config', { schema: { querystring: Keys } }, async ({ instance, query }) => ({
    config_version: String(instance.configVersion),
    config: chosen(
      {
        ...(await readConfiguration(dependencies, instance)),
        jwt_templates: jwtTemplatesDocument(await allJwtTemplates(dependencies, instance)),
      },
      query.keys,
    ),
  }));

  app.get('/config/schema', { schema: { querystring: Keys } }, async ({ query }) => {
    const { properties, ...schema } = configFileSchema();
    return { ...schema, properties: chosen(properties, query.keys) };
  });

  for (const [method, replaces] of [['PATCH', false] as const, ['PUT', true] as const])
    app.route({
      method,
      url: '/config',
      schema: { body: ChangeBody, querystring: Switches },
      handler: async (request, reply) => {
        const { instance, operator, actor, body, query } = request;
        const dryRun = query.dry_run ?? false;
        const changed = await changeConfiguration(dependencies, {
          instance,
          author: { ...actor, name: operator.name },
          body: settingsIn(body),
          replaces,
          dryRun,
          destructive: query.destructive ?? false,
          acceptParameter: 'session.accept_broken_users',
          expectedConfigVersion: expectedVersion(request, body.config_version),
          signal: closedSignal(reply),
        });
        return changedResource(changed, dryRun);
      },
    });
}

/** Throws Refusal form_conditional_param_disallowed for settings both inside and beside `config`. */
function settingsIn({ config_version: _, config, ...beside }: Static<typeof ChangeBody>): ConfigurationBody {
  if (config === undefined) return beside;
  if (Object.keys(beside).length === 0) return config;
  throw new Refusal('form_conditional_param_disallowed', {
    param_name: 'config',
    reason: 'send the settings inside config or beside it, not both',
  });
}

/** Throws Refusal form_param_value_invalid for a key that there is not. */
function chosen<T extends object>(document: T, keys: string | string[] | undefined): Partial<T> {
  if (keys === undefined) return document;
  const wanted = [keys].flat().flatMap((names) => names.split(',').map((key) => key.trim()));
  if (!wanted.every((key) => (CONFIGURATION_KEYS as readonly string[]).includes(key)))
    throw new Refusal('form_param_value_invalid', { param_name: 'keys' });
  return Object.fromEntries(Object.entries(document).filter(([key]) => wanted.includes(key))) as Partial<T>;
}
