import type { PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { isUnavailable, NoAnswer, serviceUnavailable } from './unavailable.ts';

const READ_FIRST_MS = 50;

export interface ClientRules {
  /** After so long a statement is given up and its connection thrown away. */
  statementDeadlineMs: () => number;
  /** The prepared statement's name for a text, when it is worth one. */
  nameOf: (text: string) => string | undefined;
  /** Told about every failure that is the database's and not the statement's. */
  onFailure: (error: unknown) => void;
  /** Told when the connection is of no use any more. */
  onBroken?: (reason: Error) => void;
}

/** A schema change by another node made a prepared statement's result type stale. */
const isStalePlan = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  error.code === '0A000' &&
  /cached plan must not change result type/.test(error.message);

/** One pooled connection as Kysely wants it: with a deadline, named statements, and failures said as Refusals. */
export function pooledClient(client: pg.PoolClient, rules: ClientRules): PostgresPoolClient {
  let broken: Error | undefined;
  const breakWith = (error: Error) => {
    if (!broken) rules.onBroken?.(error);
    broken ??= error;
  };
  client.on('error', breakWith); // Without a listener an error of a connection in use would end the process.
  const run = async (text: string, values: readonly unknown[]) => {
    if (broken && text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
    if (broken) throw serviceUnavailable(broken);
    try {
      return await withDeadline(query(client, text, values, rules.nameOf), rules.statementDeadlineMs());
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isStalePlan(error)) breakWith(error);
      if (!isUnavailable(error)) throw error;
      if (!('severity' in error) || error.severity !== 'ERROR') breakWith(error);
      rules.onFailure(error);
      throw serviceUnavailable(error);
    }
  };
  return {
    query: run as unknown as PostgresPoolClient['query'], // Of its two forms we never use the cursor's.
    release() {
      client.off('error', breakWith);
      client.release(broken);
    },
  };
}

function query(
  client: pg.PoolClient,
  text: string,
  values: readonly unknown[],
  nameOf: ClientRules['nameOf'],
): Promise<pg.QueryResult> {
  const name = values.length ? nameOf(text) : undefined; // Without values `pg` takes the simple protocol.
  return client.query({ text, values: [...values], ...(name && { name }) });
}

async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new NoAnswer(`no answer from the database within ${deadlineMs} ms`));
    // When this process itself was held up, the answer lies unread in the socket: read first.
    timer = setTimeout(() => {
      timer = setTimeout(giveUp, READ_FIRST_MS);
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // Its connection is thrown away; the late failure has been told already.
  }
}
