import { type CompiledTemplate, limits, pointerTo } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { forecastUsers } from './forecast-users.ts';

export interface BrokenUsersInput {
  readonly instance: Instance;
  readonly template: CompiledTemplate;
  /** The number that the operator typed; null for none. */
  readonly accepted: number | null;
  /** What the request calls that number. */
  readonly acceptParameter: string;
  readonly signal: AbortSignal;
}

/**
 * Refuses a template under which a present user's cookie would be dropped by browsers (DESIGN decision 17),
 * unless the operator has accepted exactly as many users as that.
 * @returns how many users would not fit
 * @throws Refusal size_cap_exceeded, with the heaviest user and the heaviest claim; broken_users_differ when
 *   another number was accepted
 */
export async function countBrokenUsers(
  dependencies: Dependencies,
  { instance, template, accepted, acceptParameter, signal }: BrokenUsersInput,
): Promise<number> {
  // Without custom claims there is nothing that could be left out.
  const isEmpty = template.claims.members.length === 0;
  const forecast = isEmpty
    ? null
    : await forecastUsers(dependencies, {
        instance,
        before: null,
        after: template,
        signal,
        walkFor: 'awaitedBySave',
      });
  const brokenUsers = forecast?.overLimit.after ?? 0;
  if ((accepted ?? 0) === brokenUsers) return brokenUsers;
  const [heaviest] = forecast?.heaviest ?? [];
  if (accepted !== null || heaviest === undefined)
    throw new Refusal('broken_users_differ', {
      param_name: acceptParameter,
      accept_param: acceptParameter,
      accepted_broken_users: accepted,
      users_over_limit: brokenUsers,
    });
  throw new Refusal('size_cap_exceeded', {
    param_name: 'session.claims',
    user_id: heaviest.id,
    user_name: heaviest.name,
    cookie_bytes: heaviest.cookieBytes,
    max_bytes: limits.cookieBytes,
    heaviest_claim: heaviest.heaviestClaim,
    accept_param: acceptParameter,
    pointer: pointerTo('', heaviest.heaviestClaim ?? ''),
    users_over_limit: brokenUsers,
  });
}
