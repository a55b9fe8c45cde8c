import { endpointsOf } from './endpoint.ts';

const application = '/v1/platform/applications/:application_id';
const instance = `${application}/instances/:instance_id`;

/**
 * What an operator with the role `viewer` may call: all that looks and changes nothing. Not among them, though they
 * only read: the mailbox, whose codes and links sign in as somebody else, and the export, which holds password digests.
 */
export const viewerEndpoints = endpointsOf('platform', [
  `GET ${application}`,
  `GET ${instance}`,
  `GET ${instance}/config`,
  `GET ${instance}/config/schema`,
  `POST ${instance}/config/forecast`,
  `GET ${instance}/type_sources`,
  `GET ${instance}/organization_roles`,
  `POST ${instance}/metadata_schemas/violations`,
  `GET ${instance}/session_token/versions`,
  `GET ${instance}/session_token/versions/:version`,
  `GET ${instance}/session_token/diff`,
  `GET ${instance}/session_token/test_context`,
  `POST ${instance}/session_token/test_run`,
  `POST ${instance}/session_token/preview`,
  `GET ${instance}/session_token/template_data`,
  `GET ${instance}/session_token/seen_metadata_paths`,
  `POST ${instance}/session_token/heaviest`,
  `POST ${instance}/session_token/explain`,
  `GET ${instance}/session_token/overflows`,
  `GET ${instance}/jwt_templates`,
  `POST ${instance}/jwt_templates/preview`,
  `GET ${instance}/jwt_templates/:template_id`,
  `GET ${instance}/users`,
  `GET ${instance}/users/:user_id`,
  `GET ${instance}/users/:user_id/sessions`,
  `GET ${instance}/secret_keys`,
  `GET ${instance}/environment_blocks`,
  `GET ${instance}/social_connections`,
  `GET ${instance}/social_connections/:connection_id`,
]);
