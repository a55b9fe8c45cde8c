import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { countUsers } from '../users/index.ts';

/** What the Dashboard's header and start page show of an instance. */
export async function instanceSummary({ database }: Pick<Dependencies, 'database'>, instance: Instance) {
  return {
    instance_id: instance.id,
    slug: instance.slug,
    environment_type: instance.environmentType,
    publishable_key: instance.publishableKey,
    frontend_api_url: instance.frontendApiUrl,
    issuer: instance.issuer,
    jwks_url: `${instance.frontendApiUrl}/.well-known/jwks.json`,
    application_id: instance.applicationId,
    application_name: instance.settings.applicationName,
    version: instance.version,
    config_version: String(instance.configVersion),
    user_count: await countUsers(database.queries, instance.id, {}),
  };
}
