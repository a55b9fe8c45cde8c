import { setTimeout } from 'node:timers/promises';
import type { Dependencies } from '../../dependencies.ts';
import { type ClaimsFingerprint, fingerprintClaims } from '../session-tokens/index.ts';
import { statementTime } from '../sessions/index.ts';
import type { ClientStream } from './client-stream.ts';
import { listWatchedSessions, type WatchedRow } from './watched-session-store.ts';

/** Clocks of nodes and database may differ by so much; a token renewed once too often costs little. */
const CLOCK_MARGIN_MS = 2_000;
/** Sessions rendered by one statement. */
const RENDERED_AT_ONCE = 100;
/** Before the next hundred: when a template is saved, all browsers ask for a token, and others sign in meanwhile. */
const PAUSE_MS = 200;

/** A session of a stream whose claims must be rendered to know whether they changed. */
interface Suspect {
  readonly stream: ClientStream;
  readonly row: WatchedRow;
}

/**
 * Looks once at what these streams tell about: one statement for all, and one more per hundred sessions whose data or
 * template was written since the last look. Tells what changed, and ends the streams of browsers without a session.
 * @returns milliseconds that the one statement took: what the next look will cost at least
 */
export async function watchStreams(
  dependencies: Dependencies,
  streams: readonly ClientStream[],
  signal?: AbortSignal,
): Promise<number> {
  if (streams.length === 0) return 0;
  const clients = new Map(
    streams.map(({ instance, clientId }) => [clientId, { instanceId: instance.id, clientId }]),
  );
  const now = statementTime(dependencies.clock);
  const begun = performance.now();
  const rows = await listWatchedSessions(dependencies.database.queries, [...clients.values()], now);
  const tookMs = performance.now() - begun;
  const byClient = groupBy(rows, ({ clientId }) => clientId);
  const suspects = streams.flatMap((stream) => compareStream(stream, byClient.get(stream.clientId) ?? []));
  let rendered = 0;
  for (const chunk of chunksOf(suspects)) {
    if (rendered > 0) await setTimeout(PAUSE_MS);
    if (signal?.aborted) break;
    await renderSuspects(dependencies, chunk);
    rendered += chunk.length;
  }
  return tookMs;
}

/** Tells which sessions ended; answers those that were written to, and new ones. */
function compareStream(stream: ClientStream, rows: readonly WatchedRow[]): Suspect[] {
  const present = new Set(rows.map(({ sessionId }) => sessionId));
  for (const sessionId of stream.sessions.keys())
    if (!present.has(sessionId)) {
      stream.sessions.delete(sessionId);
      stream.send({ object: 'session_ended', session_id: sessionId });
    }
  if (rows.length === 0) stream.end();
  return rows.flatMap((row) => {
    const known = stream.sessions.get(row.sessionId);
    if (known?.stamp !== row.stamp) return [{ stream, row }];
    known.isSettled = true;
    return [];
  });
}

/** Each of one instance, whose sessions one statement reads. */
function* chunksOf(suspects: readonly Suspect[]): Generator<Suspect[]> {
  for (const group of groupBy(suspects, ({ stream }) => stream.instance.id).values())
    for (let from = 0; from < group.length; from += RENDERED_AT_ONCE)
      yield group.slice(from, from + RENDERED_AT_ONCE);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

async function renderSuspects(dependencies: Dependencies, suspects: readonly Suspect[]): Promise<void> {
  // What claims depend on of an instance never changes, so that any stream's copy will do.
  const { instance } = suspects[0]!.stream;
  const sessionIds = [...new Set(suspects.map(({ row }) => row.sessionId))];
  const rendered = await fingerprintClaims(dependencies, { instance, sessionIds });
  const bySession = new Map(rendered.map((one) => [one.sessionId, one]));
  for (const suspect of suspects) {
    // One that ended meanwhile is told of by the next look.
    const found = bySession.get(suspect.row.sessionId);
    if (found) tellChange(suspect, found);
  }
}

function tellChange({ stream, row }: Suspect, { fingerprint, claimsAsOf }: ClaimsFingerprint): void {
  const { sessionId, stamp } = row;
  const known = stream.sessions.get(sessionId);
  stream.sessions.set(sessionId, { stamp, fingerprint, isSettled: known !== undefined });
  const isChanged = known
    ? !known.isSettled || known.fingerprint !== fingerprint
    : stream.claimsAsOf !== null && row.changedAt.getTime() >= stream.claimsAsOf.getTime() - CLOCK_MARGIN_MS;
  if (isChanged)
    stream.send({ object: 'claims_changed', session_id: sessionId, claims_as_of: claimsAsOf.getTime() });
}
