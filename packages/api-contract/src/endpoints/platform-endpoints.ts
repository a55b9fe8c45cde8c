import { endpointsOf } from './endpoint.ts';

const instance = '/v1/platform/applications/:application_id/instances/:instance_id';

/**
 * What Dashboard and CLI call, with an operator's session token or a platform key. `:instance_id` also takes an
 * environment, `development` or `production`.
 */
export const platformEndpoints = endpointsOf('platform', [
  'GET /v1/platform/me',
  'POST /v1/platform/me/password',
  'POST /v1/platform/operators/links',
  'GET,POST /v1/platform/applications',
  'GET /v1/platform/applications/:application_id',
  `GET ${instance}`,
  `GET,PATCH,PUT ${instance}/config`,
  `GET ${instance}/config/schema`,
  `POST ${instance}/config/forecast`,
  `GET ${instance}/type_sources`,
  `GET ${instance}/organization_roles`,
  `POST ${instance}/metadata_schemas/violations`,
  `GET ${instance}/session_token/versions`,
  `GET ${instance}/session_token/versions/:version`,
  `GET ${instance}/session_token/diff`,
  `POST ${instance}/session_token/rollback`,
  `GET ${instance}/session_token/test_context`,
  `POST ${instance}/session_token/test_run`,
  `POST ${instance}/session_token/preview`,
  `GET ${instance}/session_token/template_data`,
  `GET ${instance}/session_token/seen_metadata_paths`,
  `POST ${instance}/session_token/heaviest`,
  `POST ${instance}/session_token/explain`,
  `GET ${instance}/session_token/overflows`,
  `GET,POST ${instance}/jwt_templates`,
  `POST ${instance}/jwt_templates/preview`,
  `GET,PATCH,DELETE ${instance}/jwt_templates/:template_id`,
  `GET,POST ${instance}/users`,
  `GET,PATCH,DELETE ${instance}/users/:user_id`,
  `PATCH,PUT ${instance}/users/:user_id/metadata`,
  `GET ${instance}/users/:user_id/sessions`,
  `POST ${instance}/sessions/:session_id/revoke`,
  `GET,POST ${instance}/secret_keys`,
  `DELETE ${instance}/secret_keys/:key_id`,
  `GET ${instance}/environment_blocks`,
  `GET,POST ${instance}/social_connections`,
  `GET,PATCH,DELETE ${instance}/social_connections/:connection_id`,
  `POST ${instance}/import`,
  `GET ${instance}/export`,
  `GET ${instance}/mailbox`,
  `GET ${instance}/mailbox/:message_id`,
]);
