import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { AccountHolder } from '../accounts/index.ts';
import type { Reverification, ReverificationStatus } from './reverification.ts';
import { findReverification } from './reverification-store.ts';

/**
 * The session's reverification, if it waits for this.
 * @throws Refusal verification_missing when none was begun, verification_expired, verification_already_verified
 * when it waits for something else
 */
export async function getReverification(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { holder, waitsFor }: { holder: AccountHolder; waitsFor: ReverificationStatus },
): Promise<Reverification> {
  const { instanceId, id } = holder.session;
  const reverification = await findReverification(database.queries, instanceId, id);
  if (!reverification) throw new Refusal('verification_missing');
  if (reverification.expireAt <= clock.now()) throw new Refusal('verification_expired');
  if (reverification.status === waitsFor) return reverification;
  throw new Refusal(
    waitsFor === 'needs_second_factor' && reverification.status === 'needs_first_factor'
      ? 'verification_missing'
      : 'verification_already_verified',
  );
}
