import type { CompiledTemplate } from '@bartleby/claims-template';
import type { Queries } from '../../database/database.ts';
import { listTokenUsersAfter, listTokenUsersByIds, type SubjectReads } from '../session-tokens/index.ts';
import type { User } from '../users/index.ts';
import { metadataPathsOf } from './metadata-paths.ts';
import { HEAVIEST_USERS, isInSample } from './sample.ts';
import { listUserWeightsAfter, type UserWeight } from './user-weight-store.ts';

/**
 * So many users at a time are in memory. Few, since the embedded database answers one statement at a time: a sign-in
 * waits for a page.
 */
const PAGE_SIZE = 25;
/** The same for ids and weights alone. */
const WEIGHTS_PAGE_SIZE = 500;

export interface UserPage {
  readonly users: readonly User[];
  /** Users whom the walk has passed with this page, the ones that a sample leaves out counted. */
  readonly passed: number;
  /** Whether they are here for what they weigh: no sample of anything. */
  readonly areHeaviest: boolean;
}

/** All users, page after page; each page as of its own moment. */
export async function* everyUser(
  queries: Queries,
  instanceId: string,
  reads: SubjectReads,
): AsyncGenerator<UserPage> {
  for (let after = ''; ; ) {
    const users = await listTokenUsersAfter(queries, instanceId, { reads, after, limit: PAGE_SIZE });
    yield { users, passed: users.length, areHeaviest: false };
    if (users.length < PAGE_SIZE) return;
    after = users.at(-1)!.id;
  }
}

/** One user in `step`, and at the end the heaviest of the others. */
export async function* sampledUsers(
  queries: Queries,
  instanceId: string,
  { reads, step, template }: { reads: SubjectReads; step: number; template: CompiledTemplate },
): AsyncGenerator<UserPage> {
  const paths = metadataPathsOf(template);
  let heaviest: UserWeight[] = [];
  for (let after = ''; ; ) {
    const limit = WEIGHTS_PAGE_SIZE;
    const weights = await listUserWeightsAfter(queries, instanceId, { paths, after, limit });
    const chosen = weights.filter(({ id }) => isInSample(id, step)).map(({ id }) => id);
    const others = weights.filter(({ id }) => !isInSample(id, step));
    heaviest = [...heaviest, ...others].sort((a, b) => b.bytes - a.bytes).slice(0, HEAVIEST_USERS);
    for (let from = 0; from < chosen.length; from += PAGE_SIZE) {
      const ids = chosen.slice(from, from + PAGE_SIZE);
      yield {
        users: await listTokenUsersByIds(queries, instanceId, { reads, ids }),
        passed: 0,
        areHeaviest: false,
      };
    }
    yield { users: [], passed: weights.length, areHeaviest: false };
    if (weights.length < limit) break;
    after = weights.at(-1)!.id;
  }
  const ids = heaviest.map(({ id }) => id);
  yield {
    users: await listTokenUsersByIds(queries, instanceId, { reads, ids }),
    passed: 0,
    areHeaviest: true,
  };
}
