import type { Instance } from './instance.ts';

/** `GET /v1/instance` of the Backend API. */
export function instanceResource(instance: Instance) {
  return {
    object: 'instance',
    id: instance.id,
    environment_type: instance.environmentType,
    allowed_origins: [...instance.settings.allowedOrigins],
    workspace_id: null,
    test_mode: instance.settings.testMode,
    publishable_key: instance.publishableKey,
    frontend_api_url: instance.frontendApiUrl,
    created_at: instance.createdAt.getTime(),
  };
}
