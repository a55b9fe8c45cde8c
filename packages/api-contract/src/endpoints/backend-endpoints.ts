import { endpointsOf } from './endpoint.ts';

/** What servers call with a secret key (backend-api.md 9). */
export const backendEndpoints = endpointsOf('backend', [
  'GET /v1/jwks',
  'GET,PATCH /v1/instance',
  'GET,POST /v1/users',
  'GET /v1/users/count',
  'GET,PATCH,DELETE /v1/users/:user_id',
  'PATCH,PUT /v1/users/:user_id/metadata',
  'POST,DELETE /v1/users/:user_id/profile_image',
  'POST /v1/users/:user_id/verify_password',
  'POST /v1/users/:user_id/ban',
  'POST /v1/users/:user_id/unban',
  'POST /v1/email_addresses',
  'GET,PATCH,DELETE /v1/email_addresses/:email_address_id',
  'GET,POST /v1/sessions',
  'GET /v1/sessions/:session_id',
  'POST /v1/sessions/:session_id/revoke',
  'POST /v1/sessions/:session_id/tokens',
  'POST /v1/sessions/:session_id/tokens/:template_name',
  'POST /v1/sessions/:session_id/refresh',
  'GET /v1/clients/handshake_payload',
  'GET /v1/clients/:client_id',
  'POST /v1/sign_in_tokens',
  'POST /v1/sign_in_tokens/:sign_in_token_id/revoke',
  'POST /v1/testing_tokens',
]);
