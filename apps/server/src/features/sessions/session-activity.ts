import type { Dependencies } from '../../dependencies.ts';
import { updateLastActive } from '../users/index.ts';
import type { Session } from './session.ts';
import { updateSessionActivity } from './session-store.ts';

/** `last_active_at` is worth no more than this. */
const WRITE_AFTER_SECONDS = 60;

type ActiveSession = Pick<Session, 'instanceId' | 'id' | 'userId' | 'lastActiveAt'>;

/** Writes under way, by session: of each server process, and of each test's server. */
const writing = new WeakMap<Dependencies['database'], Map<string, Promise<void>>>();

/**
 * Notes that a session, and so its user, is active: at most one write a minute and session, off the response path. A write that
 * fails is tried again by the next request.
 */
export function recordSessionActivity(
  dependencies: Pick<Dependencies, 'database' | 'log'>,
  session: ActiveSession,
  now: Date,
): void {
  if (now.getTime() - session.lastActiveAt.getTime() < WRITE_AFTER_SECONDS * 1000) return;
  const { database, log } = dependencies;
  const underWay = writing.get(database) ?? new Map<string, Promise<void>>();
  writing.set(database, underWay);
  if (underWay.has(session.id)) return;
  const write = writeActivity(database, session, now)
    .catch((error: unknown) => log.warn('the activity of a session was not written', { error }))
    .finally(() => underWay.delete(session.id));
  underWay.set(session.id, write);
}

async function writeActivity(
  { queries }: Dependencies['database'],
  { instanceId, id, userId }: ActiveSession,
  now: Date,
): Promise<void> {
  await updateSessionActivity(queries, instanceId, id, now);
  await updateLastActive(queries, instanceId, userId, now);
}

/** Waits until no write is under way: before the database is closed. */
export async function drainSessionActivity(dependencies: Pick<Dependencies, 'database'>): Promise<void> {
  await Promise.all(writing.get(dependencies.database)?.values() ?? []);
}
