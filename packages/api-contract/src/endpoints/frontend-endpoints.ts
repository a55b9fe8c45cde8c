import { endpointsOf } from './endpoint.ts';

/** What browsers call, below `/i/<slug>` (frontend-api.md 7). */
export const frontendEndpoints = endpointsOf('frontend', [
  'GET,PATCH /v1/environment',
  'GET /v1/portal_config',
  'POST /v1/dev_browser',
  'GET,POST,PUT,DELETE /v1/client',
  'GET /v1/client/handshake',
  'DELETE /v1/client/sessions',
  'GET /v1/client/sessions/:session_id',
  'POST /v1/client/sessions/:session_id/touch',
  'POST /v1/client/sessions/:session_id/end',
  'POST /v1/client/sessions/:session_id/remove',
  'POST /v1/client/sessions/:session_id/tokens',
  'POST /v1/client/sessions/:session_id/tokens/:template_name',
  'POST /v1/client/sign_ins',
  'GET /v1/client/sign_ins/:sign_in_id',
  'POST /v1/client/sign_ins/:sign_in_id/prepare_first_factor',
  'POST /v1/client/sign_ins/:sign_in_id/attempt_first_factor',
  'POST /v1/client/sign_ups',
  'GET,PATCH /v1/client/sign_ups/:sign_up_id',
  'POST /v1/client/sign_ups/:sign_up_id/prepare_verification',
  'POST /v1/client/sign_ups/:sign_up_id/attempt_verification',
  'GET,PATCH /v1/me',
  'GET /v1/me/sessions',
  'GET /v1/me/sessions/active',
  'POST /v1/me/sessions/:session_id/revoke',
]);
