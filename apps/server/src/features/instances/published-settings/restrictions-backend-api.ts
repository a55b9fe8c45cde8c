import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { changeInstanceSettings } from '../change-instance-settings.ts';
import type { InstanceSettings } from '../instance.ts';
import { refuseSwitch, switchedOn } from './refuse-switch.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Changes = Type.Object({
  allowlist: flag,
  blocklist: flag,
  allowlist_blocklist_disabled_on_sign_in: flag,
  block_email_subaddresses: flag,
  block_disposable_email_domains: flag,
  ignore_dots_for_gmail_addresses: flag,
});

/** `PATCH /instance/restrictions` (backend-api.md 7.3). A null leaves a restriction as it is. */
export function registerRestrictionsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.patch('/v1/instance/restrictions', { schema: { body: Changes } }, async ({ instance, actor, body }) => {
    if (switchedOn(body.block_disposable_email_domains))
      refuseSwitch(
        'block_disposable_email_domains',
        'this server keeps no list of disposable mail services. Put their domains on the blocklist, as *@example.com',
      );
    if (switchedOn(body.ignore_dots_for_gmail_addresses))
      refuseSwitch('ignore_dots_for_gmail_addresses', 'addresses are told apart as they are written');
    const changes = {
      ...(body.allowlist != null && { allowlist: body.allowlist }),
      ...(body.blocklist != null && { blocklist: body.blocklist }),
      ...(body.allowlist_blocklist_disabled_on_sign_in != null && {
        allowlistBlocklistDisabledOnSignIn: body.allowlist_blocklist_disabled_on_sign_in,
      }),
      ...(body.block_email_subaddresses != null && { blockEmailSubaddresses: body.block_email_subaddresses }),
    };
    if (Object.keys(changes).length > 0)
      await dependencies.database.transaction((queries) =>
        changeInstanceSettings(queries, { instance, changes, expectedConfigVersion: null, actor }),
      );
    return restrictionsResource({ ...instance.settings, ...changes });
  });
}

function restrictionsResource(settings: InstanceSettings) {
  return {
    object: 'instance_restrictions' as const,
    allowlist: settings.allowlist,
    blocklist: settings.blocklist,
    allowlist_blocklist_disabled_on_sign_in: settings.allowlistBlocklistDisabledOnSignIn,
    block_email_subaddresses: settings.blockEmailSubaddresses,
    block_disposable_email_domains: false,
    ignore_dots_for_gmail_addresses: false,
  };
}
