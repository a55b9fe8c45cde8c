import { refusalRows } from './refusal-row.ts';

/** What is wrong with the request as such, or with us. */
export const requestRefusals = refusalRows({
  request_body_invalid: {
    status: 400,
    message: 'Request body invalid',
    longMessage: 'The request body is not valid {format}: {reason}',
  },
  malformed_request_parameters: {
    status: 400,
    message: 'Malformed request parameters',
    longMessage: 'The request parameters are malformed: {reason}',
  },
  bad_request: { status: 400, message: 'Bad request', longMessage: 'The request is malformed: {reason}' },
  missing_query_parameter: {
    status: 400,
    message: 'Missing query parameter',
    longMessage: 'The query parameter {param_name} is required.',
  },
  resource_not_found: {
    status: 404,
    message: 'Not found',
    longMessage: 'No resource was found with this id.',
  },
  route_not_found: {
    status: 404,
    message: 'Not found',
    longMessage: 'The {api} has no {method} {path}.',
  },
  method_not_allowed: {
    status: 405,
    message: 'Method not allowed',
    longMessage: '{path} does not accept {method}. It accepts: {allow}.',
  },
  request_timeout: {
    status: 408,
    message: 'Request timeout',
    longMessage: 'The request did not arrive in time.',
  },
  request_body_too_large: {
    status: 413,
    message: 'Request body too large',
    longMessage: 'The request body may have at most {limit_bytes} bytes.',
  },
  uri_too_long: { status: 414, message: 'URI too long', longMessage: 'A parameter in the path is too long.' },
  unsupported_content_type: {
    status: 415,
    message: 'Content-Type is not supported',
    longMessage: '"{content_type}" is not supported here. Use {supported}.',
  },
  headers_too_large: {
    status: 431,
    message: 'Request headers too large',
    longMessage: 'The request headers are too large. Clear the cookies of this site.',
  },
  config_conflict: {
    status: 409,
    message: 'The configuration has changed meanwhile',
    longMessage: 'Somebody saved another version ({current_version}). Load it and apply your change again.',
  },
  feature_not_enabled: { status: 403, message: 'Not enabled', longMessage: 'This feature is not enabled.' },
  operation_deprecated: {
    status: 410,
    message: 'Operation deprecated',
    longMessage: 'This operation is no longer available.',
  },
  internal_clerk_error: {
    status: 500,
    message: 'Something went wrong',
    longMessage: 'Something went wrong on our side. The trace id of this answer finds it in the log.',
  },
  service_unavailable: {
    status: 503,
    message: 'Service unavailable',
    longMessage: 'The service is temporarily unavailable. Please try again.',
  },
  page_not_built: {
    status: 503,
    message: 'Page not built',
    longMessage: 'The {name} has not been built. Run `npm run build` in the repository and reload.',
  },
});
