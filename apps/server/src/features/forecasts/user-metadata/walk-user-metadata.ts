import type { Dependencies } from '../../../dependencies.ts';
import { givingWay, restPerWork } from '../../../runtime/foreground/giving-way.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { MetadataField } from '../../users/index.ts';
import type { WalkFor } from '../forecast-users.ts';
import { listUserMetadataAfter, type UserMetadata } from './user-metadata-store.ts';

/** A sign-in waits for a page on the embedded database. */
const PAGE_SIZE = 50;
/** Users between two turns of the event loop. */
const USERS_PER_TURN = 20;

/**
 * These fields of users by id, at most so many users, in pages that hold no transaction open; people first. For use in
 * the queue of walks.
 * @throws Refusal bad_request when `signal` was aborted: nobody reads the answer
 */
export async function* walkUserMetadata(
  dependencies: Dependencies,
  instanceId: string,
  options: { fields: readonly MetadataField[]; maxUsers: number; signal: AbortSignal; walkFor?: WalkFor },
): AsyncGenerator<UserMetadata> {
  const { fields, maxUsers, signal, walkFor = 'asked' } = options;
  const { queries } = dependencies.database;
  const giveWay = givingWay(dependencies, restPerWork[walkFor]);
  let after = '';
  for (let left = maxUsers; left > 0; ) {
    const limit = Math.min(PAGE_SIZE, left);
    const users = await listUserMetadataAfter(queries, instanceId, { fields, after, limit });
    for (const [index, user] of users.entries()) {
      if (index % USERS_PER_TURN === 0) await giveWay();
      if (signal.aborted) throw new Refusal('bad_request', { reason: 'the client has gone' });
      yield user;
    }
    await giveWay();
    if (users.length < limit) return;
    left -= users.length;
    after = users.at(-1)!.id;
  }
}
