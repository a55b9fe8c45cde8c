import { testLimits } from '@bartleby/claims-template';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { AuthBody } from './auth-configuration.ts';
import { changeConfiguration } from './change-configuration.ts';
import { changedResource } from './changed-resource.ts';
import { CONFIGURATION_KEYS, type ConfigurationDocument } from './configuration.ts';
import { expectedVersion } from './expected-version.ts';
import { instanceSummary } from './instance-summary.ts';
import { readConfiguration } from './read-configuration.ts';

const only = { additionalProperties: false } as const;
const seconds = Type.Optional(Type.Integer({ minimum: 0 }));
const origins = Type.Optional(Type.Array(Type.String({ maxLength: 512 }), { maxItems: 100 }));
const Body = Type.Object({
  session: Type.Optional(
    Type.Object(
      {
        claims: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
        claims_source: Type.Optional(Type.String({ maxLength: 65_536 })),
        tests: Type.Optional(Type.Array(Type.Unknown(), { maxItems: testLimits.tests })),
        message: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
        accept_broken_users: seconds,
        version: seconds,
        lifetime_seconds: seconds,
        maximum_age_seconds: seconds,
        inactivity_seconds: seconds,
      },
      only,
    ),
  ),
  sign_up: Type.Optional(
    Type.Object({ mode: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('closed')])) }, only),
  ),
  auth: Type.Optional(AuthBody),
  allowed_origins: origins,
  redirect_origins: origins,
  test_mode: Type.Optional(Type.Boolean()),
});
const Keys = Type.Object({ keys: Type.Optional(Type.String({ maxLength: 500 })) });
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
    config: chosen(await readConfiguration(dependencies, instance), query.keys),
  }));

  for (const [method, replaces] of [['PATCH', false] as const, ['PUT', true] as const])
    app.route({
      method,
      url: '/config',
      schema: { body: Body, querystring: Switches },
      handler: async (request, reply) => {
        const { instance, operator, actor, body, query } = request;
        const dryRun = query.dry_run ?? false;
        const changed = await changeConfiguration(dependencies, {
          instance,
          author: { ...actor, name: operator.name },
          body,
          replaces,
          dryRun,
          destructive: query.destructive ?? false,
          expectedConfigVersion: expectedVersion(request),
          signal: closedSignal(reply),
        });
        return changedResource(changed, dryRun);
      },
    });
}

/** `keys=session,sign_up`. Throws Refusal form_param_value_invalid for a key that there is not. */
function chosen(document: ConfigurationDocument, keys: string | undefined): Partial<ConfigurationDocument> {
  if (keys === undefined) return document;
  const wanted = keys.split(',').map((key) => key.trim());
  if (!wanted.every((key) => (CONFIGURATION_KEYS as readonly string[]).includes(key)))
    throw new Refusal('form_param_value_invalid', { param_name: 'keys' });
  return Object.fromEntries(Object.entries(document).filter(([key]) => wanted.includes(key)));
}
