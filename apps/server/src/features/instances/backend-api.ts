import { Type } from '@fastify/type-provider-typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { changeInstanceSettings } from './change-instance-settings.ts';
import { instanceResource } from './instance-resource.ts';
import { registerOrganizationSettingsBackendApi } from './published-settings/organization-settings-backend-api.ts';
import { refuseSwitch, switchedOn } from './published-settings/refuse-switch.ts';
import { registerRestrictionsBackendApi } from './published-settings/restrictions-backend-api.ts';
import { registerRedirectUrlsBackendApi } from './redirect-urls/backend-api.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const text = Type.Optional(Type.Union([Type.String({ maxLength: 512 }), Type.Null()]));
const Changes = Type.Object({
  test_mode: flag,
  hibp: flag,
  enhanced_email_deliverability: flag,
  support_email: text,
  clerk_js_version: text,
  development_origin: text,
  allowed_origins: Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 512 })), Type.Null()])),
  cookieless_dev: flag,
  url_based_session_syncing: flag,
  preferred_sign_in_strategy_when_password_required: Type.Optional(
    Type.Union([Type.Literal('password'), Type.Literal('otp'), Type.Literal(''), Type.Null()]),
  ),
});

/** The major version of the browser SDK that the environment names. */
const CLERK_JS_VERSION = '6';

/** `/instance` (backend-api.md 7.3). A null leaves a setting as it is. */
export function registerInstancesBackendApi(app: ApiInstance, context: ApiContext): void {
  const { dependencies } = context;
  app.get('/v1/instance', (request) => instanceResource(request.instance));

  app.patch('/v1/instance', { schema: { body: Changes } }, async (request, reply) => {
    const { body, instance, actor } = request;
    refuseWithoutEffect(body);
    const preferred = body.preferred_sign_in_strategy_when_password_required;
    const changes = {
      ...(body.test_mode != null && { testMode: body.test_mode }),
      ...(body.allowed_origins != null && { allowedOrigins: body.allowed_origins }),
      ...(body.support_email != null && { supportEmail: body.support_email || null }),
      ...(preferred != null && { preferredSignInStrategy: preferred || ('password' as const) }),
    };
    await dependencies.database.transaction((queries) =>
      changeInstanceSettings(queries, { instance, changes, expectedConfigVersion: null, actor }),
    );
    return reply.code(204).send();
  });
  registerRestrictionsBackendApi(app, context);
  registerOrganizationSettingsBackendApi(app, context);
  registerRedirectUrlsBackendApi(app, context);
}

/** Settings that this server does not have in any other state than the one it is in. */
function refuseWithoutEffect(body: {
  hibp?: boolean | null;
  enhanced_email_deliverability?: boolean | null;
  cookieless_dev?: boolean | null;
  url_based_session_syncing?: boolean | null;
  clerk_js_version?: string | null;
  development_origin?: string | null;
}): void {
  if (switchedOn(body.hibp))
    refuseSwitch(
      'hibp',
      'passwords are compared with a list of common ones that is kept here; no outside service is asked',
    );
  if (switchedOn(body.enhanced_email_deliverability))
    refuseSwitch(
      'enhanced_email_deliverability',
      'mail goes out by your own SMTP server (BARTLEBY_SMTP_URL)',
    );
  for (const name of ['cookieless_dev', 'url_based_session_syncing'] as const)
    if (switchedOn(body[name]))
      refuseSwitch(name, 'development instances work with cookies. Open app and server on http://localhost');
  if (body.clerk_js_version && body.clerk_js_version !== CLERK_JS_VERSION)
    refuseSwitch('clerk_js_version', `this server works with version ${CLERK_JS_VERSION}`);
  if (body.development_origin)
    refuseSwitch('development_origin', 'name the origin of the app in allowed_origins');
}
