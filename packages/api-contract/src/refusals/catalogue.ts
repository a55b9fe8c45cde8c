import { accessRefusals } from './access-refusals.ts';
import { accountRefusals } from './account-refusals.ts';
import { formRefusals } from './form-refusals.ts';
import { identityRefusals } from './identity-refusals.ts';
import { platformRefusals } from './platform-refusals.ts';
import type { RefusalRow } from './refusal-row.ts';
import { requestRefusals } from './request-refusals.ts';
import { sessionRefusals } from './session-refusals.ts';
import { socialRefusals } from './social-refusals.ts';

/** Every "no" that this server says: code → status and wording. A new code is a row in its area's file. */
export const refusals = {
  ...accessRefusals,
  ...requestRefusals,
  ...formRefusals,
  ...identityRefusals,
  ...accountRefusals,
  ...sessionRefusals,
  ...socialRefusals,
  ...platformRefusals,
} satisfies Record<string, RefusalRow>;

export type RefusalCode = keyof typeof refusals;
