import type { ApiInstance } from '../../http/api-instance.ts';
import { environmentResource } from './environment/environment-resource.ts';
import { portalConfigResource } from './environment/portal-config-resource.ts';

/** `/environment` (bare, frontend-api.md 1.5) and the portal's configuration. */
export function registerInstancesFrontendApi(app: ApiInstance): void {
  app.get('/v1/environment', (request) => environmentResource(request.instance));
  // Development SDKs "touch" it; there is nothing to change, and the answer is the same.
  app.patch('/v1/environment', (request) => environmentResource(request.instance));
  app.get('/v1/portal_config', (request) => portalConfigResource(request.instance));
}
