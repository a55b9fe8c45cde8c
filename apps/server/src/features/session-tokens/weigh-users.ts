import type { CompiledTemplate } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { displayName, listUsersAfter, type User } from '../users/index.ts';
import { type CookieWeight, createCookieMeter } from './create-cookie-meter.ts';

/** So many users at a time are in memory; between pages other requests have their turn. */
const PAGE_SIZE = 250;
/** Enough for an estimate that saves nobody's sign-in; beyond, the token itself leaves the claims out. */
const MAX_USERS = 100_000;
const COOKIE_LIMIT_BYTES = 4_096;

export interface UsersWeight {
  /** Null when the instance has no users. */
  readonly heaviest: { readonly user: User; readonly weight: CookieWeight } | null;
  readonly usersChecked: number;
  readonly usersOverLimit: number;
}

export interface WeighInput {
  readonly instance: Instance;
  readonly template: CompiledTemplate;
  /** Ends the walk between two pages. */
  readonly signal: AbortSignal;
}

/**
 * Weighs the session cookie of every user under a template, page by page.
 * @throws Refusal bad_request when `signal` was aborted: nobody reads the answer
 */
export async function weighUsers(dependencies: Dependencies, input: WeighInput): Promise<UsersWeight> {
  const { instance, template, signal } = input;
  const { queries } = dependencies.database;
  const weigh = await createCookieMeter(dependencies, { instance, template });
  let heaviest: UsersWeight['heaviest'] = null;
  let usersChecked = 0;
  let usersOverLimit = 0;
  for (let after = ''; usersChecked < MAX_USERS; ) {
    if (signal.aborted) throw new Refusal('bad_request', { reason: 'the client has gone' });
    const users = await listUsersAfter(queries, instance.id, { after, limit: PAGE_SIZE });
    for (const user of users) {
      const weight = weigh(user);
      if (!weight.fits) usersOverLimit += 1;
      if (heaviest === null || weight.cookieBytes > heaviest.weight.cookieBytes) heaviest = { user, weight };
    }
    usersChecked += users.length;
    if (users.length < PAGE_SIZE) break;
    after = users.at(-1)?.id ?? after;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { heaviest, usersChecked, usersOverLimit };
}

/**
 * Refuses a template under which a present user's cookie would be dropped by browsers (DESIGN decision 17),
 * unless the operator has accepted exactly as many users as that.
 * @param input.accepted the number that the operator typed; null for none
 * @returns how many users would not fit
 * @throws Refusal size_cap_exceeded, with the heaviest user and the heaviest claim; broken_users_differ when
 *   another number was accepted
 */
export async function countBrokenUsers(
  dependencies: Dependencies,
  input: WeighInput & { readonly accepted: number | null },
): Promise<number> {
  const { accepted, template } = input;
  // Without custom claims there is nothing that could be left out.
  const isEmpty = template.claims.members.length === 0;
  const weighed = isEmpty ? null : await weighUsers(dependencies, input);
  const { heaviest = null, usersOverLimit = 0 } = weighed ?? {};
  if ((accepted ?? 0) === usersOverLimit) return usersOverLimit;
  if (accepted !== null || heaviest === null)
    throw new Refusal('broken_users_differ', {
      param_name: 'session.accept_broken_users',
      accepted_broken_users: accepted,
      users_over_limit: usersOverLimit,
    });
  const { user, weight } = heaviest;
  throw new Refusal('size_cap_exceeded', {
    param_name: 'session.claims',
    user_id: user.id,
    user_name: displayName(user),
    cookie_bytes: weight.cookieBytes,
    max_bytes: COOKIE_LIMIT_BYTES,
    heaviest_claim: weight.heaviestClaim,
    pointer: `/${(weight.heaviestClaim ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`,
    users_over_limit: usersOverLimit,
  });
}
