import { limits } from '@bartleby/claims-template';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { findFirstEventAt, listEvents } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import { displayName, findUser } from '../../users/index.ts';
import { previewSessionToken, type TokenPreview } from '../preview-session-token.ts';

/** Somebody whose token lost its custom claims, and would lose them again. */
export interface Overflow {
  readonly userId: string;
  readonly name: string;
  /** Name and value of the cookie that the browser would drop. */
  readonly cookieBytes: number;
  readonly maxBytes: number;
  readonly heaviestClaim: string;
  readonly heaviestClaimBytes: number;
  /** When a token of theirs lost its claims for the first time; they may have fitted in between. */
  readonly firstAt: Date;
  /** When a token of theirs lost its claims last. */
  readonly lastAt: Date;
}

const CLAIMS_OMITTED = 'session.claims_omitted';

/** So that the work is bounded: each user among them costs a few statements. */
const EVENTS_READ = 500;
/** A list is read from its head. */
const USERS_NAMED = 20;

/**
 * Whose tokens come without their custom claims now, who lost them last first. Who fits again is not among them, and
 * neither is who was deleted.
 * @returns `more` when there may be others
 */
export async function listOverflows(
  dependencies: Dependencies,
  instance: Instance,
): Promise<{ readonly overflows: Overflow[]; readonly more: boolean }> {
  const { queries } = dependencies.database;
  const events = await listEvents(queries, instance.id, EVENTS_READ, CLAIMS_OMITTED);
  const lastAt = new Map<string, Date>();
  for (const { data, createdAt } of events) {
    const userId = String(data.user_id);
    if (!lastAt.has(userId)) lastAt.set(userId, createdAt);
  }
  const overflows: Overflow[] = [];
  for (const [userId, at] of lastAt) {
    if (overflows.length === USERS_NAMED) return { overflows, more: true };
    const found = await overflowOf(dependencies, instance, { userId, lastAt: at });
    if (found) overflows.push(found);
  }
  return { overflows, more: events.length === EVENTS_READ };
}

async function overflowOf(
  dependencies: Dependencies,
  instance: Instance,
  { userId, lastAt }: { userId: string; lastAt: Date },
): Promise<Overflow | null> {
  const { queries } = dependencies.database;
  const user = await findUser(queries, instance.id, userId);
  const omitted = user && (await previewOf(dependencies, instance, userId))?.omitted;
  if (!user || !omitted) return null;
  const firstAt = (await findFirstEventAt(queries, instance.id, { type: CLAIMS_OMITTED, userId })) ?? lastAt;
  return { userId, name: displayName(user), maxBytes: limits.cookieBytes, ...omitted, firstAt, lastAt };
}

/** Null for a user who was deleted meanwhile. */
async function previewOf(
  dependencies: Dependencies,
  instance: Instance,
  userId: string,
): Promise<TokenPreview | null> {
  try {
    return await previewSessionToken(dependencies, { instance, userId });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'resource_not_found') return null;
    throw error;
  }
}
