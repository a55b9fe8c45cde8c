import type { FastifyRequest } from 'fastify';
import type { ApiInstance } from '../../http/api-instance.ts';
import { environmentResource } from './environment/environment-resource.ts';
import { portalConfigResource } from './environment/portal-config-resource.ts';
import type { SocialSettings } from './environment/user-settings.ts';

/** `/environment` (bare, frontend-api.md 1.5) and the portal's configuration. */
export function registerInstancesFrontendApi(
  app: ApiInstance,
  { listSocialSettings }: { listSocialSettings(instanceId: string): Promise<SocialSettings> },
): void {
  const environment = async ({ instance }: FastifyRequest) =>
    environmentResource(instance, await listSocialSettings(instance.id));
  const options = { config: { bringsDevBrowser: true } };
  app.get('/v1/environment', options, environment);
  // Development SDKs "touch" it; there is nothing to change, and the answer is the same.
  app.patch('/v1/environment', options, environment);
  app.get('/v1/portal_config', (request) => portalConfigResource(request.instance));
}
