import { refusalRows } from './refusal-row.ts';

/** A parameter is wrong; `meta.param_name` says which (frontend-api.md 5.14, backend-api.md 6.3). */
export const formRefusals = refusalRows({
  form_param_nil: {
    status: 422,
    message: 'Enter {param_name}.',
    longMessage: '{param_name} must not be empty.',
  },
  form_param_missing: {
    status: 422,
    message: 'is missing',
    longMessage: '{param_name} must be included.',
  },
  form_param_unknown: {
    status: 422,
    message: 'is unknown',
    longMessage: '{param_name} is not a valid parameter for this request.',
  },
  form_param_duplicate: {
    status: 422,
    message: 'is duplicate',
    longMessage: '{param_name} is included more than once. There may be at most one.',
  },
  form_param_format_invalid: {
    status: 422,
    message: 'is invalid',
    longMessage: '{param_name} is not in a valid format.',
  },
  form_param_value_invalid: {
    status: 422,
    message: 'is invalid',
    longMessage: '{param_name} does not have an allowed value.',
  },
  form_param_type_invalid: {
    status: 422,
    message: 'has the wrong type',
    longMessage: '{param_name} must be {expected_type}.',
  },
  form_param_max_length_exceeded: {
    status: 422,
    message: 'is too long',
    longMessage: '{param_name} is too long: at most {max_length} characters.',
  },
  form_param_min_length_exceeded: {
    status: 422,
    message: 'is too short',
    longMessage: '{param_name} is too short: at least {min_length} characters.',
  },
  form_param_array_size_exceeded: {
    status: 422,
    message: 'has too many entries',
    longMessage: '{param_name} may have at most {max_size} entries.',
  },
  form_param_value_too_large: {
    status: 422,
    message: 'is too large',
    longMessage: '{param_name} is out of range: at most {max_value}.',
  },
  form_param_value_too_small: {
    status: 422,
    message: 'is too small',
    longMessage: '{param_name} is out of range: at least {min_value}.',
  },
  form_param_exceeds_allowed_size: {
    status: 422,
    message: 'exceeds the allowed size',
    longMessage: '{param_name} may have at most {max_bytes} bytes.',
  },
  form_param_nesting_too_deep: {
    status: 422,
    message: 'is nested too deeply',
    longMessage: '{param_name} is nested too deeply: at most {max_depth} levels.',
  },
  metadata_schema_violated: {
    status: 422,
    message: 'does not conform to its schema',
    longMessage:
      '{param_name} does not conform to the schema that this application declares. Nothing was saved.',
  },
  form_data_missing: {
    status: 422,
    message: 'Parameters are missing',
    longMessage: 'At least one parameter must be included.',
  },
  form_conditional_param_missing: {
    status: 422,
    message: 'is missing',
    longMessage: '{param_name} is required here: {reason}',
  },
  form_conditional_param_disallowed: {
    status: 422,
    message: 'is not allowed',
    longMessage: '{param_name} is not allowed here: {reason}',
  },
  form_resource_not_found: {
    status: 422,
    message: 'Not found',
    longMessage: 'The resource that {param_name} names was not found.',
  },
  redirect_url_not_allowed: {
    status: 422,
    message: 'Redirect URL not allowed',
    longMessage:
      '{param_name} does not lead to an allowed origin of this instance. Add its origin to the allowed origins.',
  },
});
