import type { Dependencies } from '../../../dependencies.ts';
import { recordEvent, serverActor } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import type { Session } from '../../sessions/index.ts';
import type { OmittedClaims } from '../session-token-claims.ts';

const REPORT_EVERY_SECONDS = 3600;
const MAX_REMEMBERED = 10_000;

/** When this server last reported which user, so that a token a minute is not an event a minute. */
const reportedAt = new WeakMap<Dependencies['database'], Map<string, number>>();

/**
 * Tells the operator, in the log and as an event, whose token lost its custom claims because the cookie would
 * have been over its limit, and which claim weighs most. Names and sizes only, never a claim's value. At most
 * once an hour and user, for each version of the instance.
 */
export async function reportOmittedClaims(
  dependencies: Dependencies,
  input: {
    instance: Pick<Instance, 'id'>;
    instanceVersion: number;
    session: Pick<Session, 'id' | 'userId'>;
    omitted: OmittedClaims;
    now: Date;
  },
): Promise<void> {
  const { instance, instanceVersion, session, omitted, now } = input;
  const reported = reportedAt.get(dependencies.database) ?? new Map<string, number>();
  reportedAt.set(dependencies.database, reported);
  const key = `${instance.id} ${instanceVersion} ${session.userId}`;
  const seconds = now.getTime() / 1000;
  if (seconds - (reported.get(key) ?? Number.NEGATIVE_INFINITY) < REPORT_EVERY_SECONDS) return;
  reported.delete(key);
  reported.set(key, seconds);
  if (reported.size > MAX_REMEMBERED) reported.delete(reported.keys().next().value ?? key);
  const data = {
    user_id: session.userId,
    session_id: session.id,
    cookie_bytes: omitted.cookieBytes,
    heaviest_claim: omitted.heaviestClaim,
    heaviest_claim_bytes: omitted.heaviestClaimBytes,
  };
  dependencies.log.warn('custom claims did not fit in the session cookie and were left out', {
    instance_id: instance.id,
    ...data,
  });
  await recordEvent(dependencies.database.queries, instance.id, {
    type: 'session.claims_omitted',
    actor: serverActor,
    data,
  }).catch((error: unknown) => dependencies.log.warn('an event was not written', { error }));
}
