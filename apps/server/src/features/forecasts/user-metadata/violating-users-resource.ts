import type { ViolatingUsersResource } from '@bartleby/api-contract';
import type { ViolatingUsers } from './find-violating-users.ts';

/** How many users' metadata is not what the schemas say, and where. No value of any metadata is in it. */
export function violatingUsersResource(found: ViolatingUsers): ViolatingUsersResource {
  return {
    users_total: found.usersTotal,
    users_checked: found.usersChecked,
    users_violating: found.usersViolating,
    examples: found.examples.map(({ id, name, violations }) => ({
      user_id: id,
      name,
      violations: violations.map(({ field, pointer, message }) => ({ field, pointer, message })),
    })),
  };
}
