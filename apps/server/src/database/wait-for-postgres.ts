import { sql } from 'kysely';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { Refusal } from '../runtime/refusal.ts';
import type { Database } from './database.ts';

const PAUSE_MS = 1_000;

/**
 * Waits until PostgreSQL answers: beside it in a container set it may need a moment longer than we do.
 * @throws Error with the address (never the password) and the reason, after `patienceSeconds`
 */
export async function waitForPostgres(
  database: Database,
  url: string,
  log: Log,
  patienceSeconds = 20,
): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const address = `${hostname}:${port || 5432}${pathname}`;
  const deadline = systemClock.now().getTime() + patienceSeconds * 1_000;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`select 1`.execute(database.queries);
      return;
    } catch (error) {
      const cause = error instanceof Refusal ? error.cause : error;
      const reason = reasonOf(cause);
      const isHopeless = !(error instanceof Refusal);
      if (isHopeless || systemClock.now().getTime() > deadline)
        throw new Error(
          `PostgreSQL at ${address} cannot be used: ${reason}. Check DATABASE_URL and that it runs.`,
          {
            cause,
          },
        );
      if (attempt === 1) log.info('waiting for PostgreSQL', { address, reason });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
