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
});
