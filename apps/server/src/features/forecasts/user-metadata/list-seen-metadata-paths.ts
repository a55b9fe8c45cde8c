import type { Dependencies } from '../../../dependencies.ts';
import type { Instance } from '../../instances/index.ts';
import { countUsers } from '../../users/index.ts';
import { inWalkQueue, type WalkFor } from '../forecast-users.ts';
import { walkUserMetadata } from './walk-user-metadata.ts';

/** What templates may read; private metadata is none of it. */
const FIELDS = ['public_metadata', 'unsafe_metadata'] as const;
const LIMITS = { users: 10_000, paths: 2_000 };

/**
 * Every path into the metadata of the present users, such as `user.public_metadata.address.city`, names only, sorted.
 * Null when nothing can be said of a path that is not among them: there are too many users or paths to know them all, or
 * no user yet.
 * @throws Refusal bad_request when `signal` was aborted; too_many_requests
 */
export async function listSeenMetadataPaths(
  dependencies: Dependencies,
  input: {
    instance: Pick<Instance, 'id'>;
    signal: AbortSignal;
    limits?: typeof LIMITS;
    walkFor?: WalkFor;
  },
): Promise<string[] | null> {
  const { instance, signal, limits = LIMITS, walkFor = 'asked' } = input;
  if ((await countUsers(dependencies.database.queries, instance.id, {})) > limits.users) return null;
  return inWalkQueue(dependencies, input, async () => {
    const paths = new Set<string>();
    let users = 0;
    const options = { fields: FIELDS, maxUsers: limits.users + 1, signal, walkFor };
    for await (const user of walkUserMetadata(dependencies, instance.id, options)) {
      users += 1;
      for (const field of FIELDS) addPaths(paths, `user.${field}`, user[field]);
      if (users > limits.users || paths.size > limits.paths) return null;
    }
    return users === 0 ? null : [...paths].sort();
  });
}

/** Without recursion, however deep the metadata is. */
function addPaths(paths: Set<string>, root: string, metadata: unknown): void {
  const open: [path: string, value: unknown][] = [[root, metadata]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (path !== root) paths.add(path);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [name, member] of Object.entries(value)) open.push([`${path}.${name}`, member]);
  }
}
