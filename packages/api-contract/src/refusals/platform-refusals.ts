import { refusalRows } from './refusal-row.ts';

/** Configuration and administration. */
export const platformRefusals = refusalRows({
  duplicate_record: {
    status: 400,
    message: 'Duplicate record',
    longMessage: 'There is already a record with this {param_name}.',
  },
  destructive_change: {
    status: 422,
    message: 'Destructive change',
    longMessage: 'This change removes {param_name}. Repeat it with destructive=true if you mean it.',
  },
  config_keys_missing: {
    status: 400,
    message: 'Configuration is incomplete',
    longMessage:
      'A full replacement names every key; these are missing: {missing_keys}. Use PATCH to change some.',
  },
  template_invalid: {
    status: 422,
    message: 'The template has errors',
    longMessage: 'The session token template has errors. Nothing was saved.',
  },
  template_tests_invalid: {
    status: 422,
    message: 'The template tests have errors',
    longMessage: 'The tests of the session token template are not well-formed. Nothing was saved.',
  },
  template_tests_failed: {
    status: 422,
    message: 'The template breaks its tests',
    longMessage: 'The session token template breaks tests that are kept with it. Nothing was saved.',
  },
  organization_role_in_use: {
    status: 422,
    message: 'The role is in use',
    longMessage: '{who} the role {role}: it stays as long as they do. Nothing was saved.',
  },
  metadata_schema_invalid: {
    status: 422,
    message: 'The metadata schema has errors',
    longMessage: 'The schema of the metadata has errors. Nothing was saved.',
  },
  jwt_template_reserved_claim: {
    status: 400,
    message: 'Reserved claim',
    longMessage: 'The template sets a claim that every custom JWT has by itself. Nothing was saved.',
  },
  session_token_jwt_template: {
    status: 403,
    message: 'This is the template of the session token',
    longMessage:
      'The template of the session token is changed in the Dashboard (Sessions) or in the configuration of the instance, not here.',
  },
  custom_jwt_too_large: {
    status: 400,
    message: 'The token would be too large',
    longMessage:
      'With these claims the token of JWT template "{name}" would have more than {max_length} characters. Put less into its claims.',
  },
  organization_not_enabled_in_instance: {
    status: 403,
    message: 'Organizations are not enabled',
    longMessage: '{param_name} cannot be changed: this server has no organizations yet. Nothing was saved.',
  },
  quota_exceeded: {
    status: 403,
    message: 'Quota exceeded',
    longMessage: 'An instance may have at most {maximum} {things}. Delete some first.',
  },
  size_cap_exceeded: {
    status: 422,
    message: 'The session cookie would be too large',
    longMessage:
      'With these claims the session cookie of {user_name} ({user_id}) would have {cookie_bytes} bytes, and browsers drop cookies over {max_bytes}. The heaviest claim is "{heaviest_claim}". Nothing was saved. To save nevertheless, and so leave all custom claims out of the tokens of {users_over_limit} of your users, send {accept_param}: {users_over_limit}.',
  },
  broken_users_differ: {
    status: 422,
    message: 'Another number of users would not fit',
    longMessage:
      'You accepted that the tokens of {accepted_broken_users} users lose their claims, but it would be {users_over_limit}. Nothing was saved. Look at the forecast again, then send {accept_param}: {users_over_limit}.',
  },
});
