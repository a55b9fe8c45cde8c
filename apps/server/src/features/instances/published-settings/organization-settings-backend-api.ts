import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { Refusal } from '../../../runtime/refusal.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const text = Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()]));
const Changes = Type.Object({
  enabled: flag,
  max_allowed_memberships: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
  admin_delete_enabled: flag,
  domains_enabled: flag,
  slug_disabled: flag,
  domains_enrollment_modes: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 10 })),
  creator_role_id: text,
  domains_default_role_id: text,
});

/** Organizations are off: these are the published defaults, as the environment shows them. */
const settings = {
  object: 'organization_settings' as const,
  enabled: false,
  max_allowed_memberships: 5,
  max_allowed_roles: 10,
  max_role_sets_allowed: 1,
  max_allowed_domains: 10,
  max_allowed_permissions: 50,
  creator_role: 'org:admin',
  admin_delete_enabled: true,
  domains_enabled: false,
  slug_disabled: true,
  domains_enrollment_modes: [] as string[],
  domains_default_role: 'org:member',
  initial_role_set_key: null,
};

/**
 * `/instance/organization_settings` (backend-api.md 7.3). A value that is so already is accepted; any other is
 * refused with 403, since nothing would follow it.
 */
export function registerOrganizationSettingsBackendApi(app: ApiInstance, _context: ApiContext): void {
  app.get('/v1/instance/organization_settings', () => settings);

  app.patch('/v1/instance/organization_settings', { schema: { body: Changes } }, ({ body }) => {
    for (const [name, value] of Object.entries(body)) {
      if (value == null || !Object.hasOwn(Changes.properties, name)) continue;
      const present: unknown = Reflect.get(settings, name);
      if (JSON.stringify(value) !== JSON.stringify(present))
        throw new Refusal('organization_not_enabled_in_instance', { param_name: name });
    }
    return settings;
  });
}
