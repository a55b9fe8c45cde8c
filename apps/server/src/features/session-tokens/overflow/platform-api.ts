import type { TokenOverflows } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { listOverflows } from './list-overflows.ts';

const NoQuery = Type.Object({});

/** Whose tokens are too large now: below `…/instances/:instance_id`. */
export function registerOverflowPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get(
    '/session_token/overflows',
    { schema: { querystring: NoQuery } },
    async ({ instance }): Promise<TokenOverflows> => {
      const { overflows, more } = await listOverflows(dependencies, instance);
      return {
        data: overflows.map((one) => ({
          user_id: one.userId,
          name: one.name,
          cookie_bytes: one.cookieBytes,
          max_bytes: one.maxBytes,
          heaviest_claim: one.heaviestClaim,
          heaviest_claim_bytes: one.heaviestClaimBytes,
          first_at: one.firstAt.getTime(),
          last_at: one.lastAt.getTime(),
        })),
        more,
      };
    },
  );
}
