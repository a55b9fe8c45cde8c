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
  size_cap_exceeded: {
    status: 422,
    message: 'The session cookie would be too large',
    longMessage:
      'With these claims the session cookie of {user_name} ({user_id}) would have {cookie_bytes} bytes, and browsers drop cookies over {max_bytes}. The heaviest claim is "{heaviest_claim}". Nothing was saved.',
  },
});
