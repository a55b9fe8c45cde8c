import type { Dependencies } from '../../dependencies.ts';
import { deleteExpiredTestingTokens } from './testing-token-store.ts';

/** Removes expired testing tokens; answers how many. */
export async function sweepTestingTokens({ clock, database }: Dependencies): Promise<number> {
  return deleteExpiredTestingTokens(database.queries, clock.now());
}
