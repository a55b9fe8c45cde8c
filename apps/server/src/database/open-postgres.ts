import type { PostgresPool } from 'kysely';
import pg from 'pg';
import type { Log } from '../runtime/log.ts';
import type { Database } from './database.ts';
import { databaseOverPool } from './database-over-pool.ts';
import { pooledClient } from './pooled-client.ts';
import { createStatementNames } from './statement-names.ts';
import { typeParsers } from './type-parsers.ts';
import { isUnavailable, serviceUnavailable } from './unavailable.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** The server gives up first, so that its own error arrives; this is for a server that is gone. */
const DEADLINE_MARGIN_MS = 2_000;
const NO_DEADLINE_MS = 24 * 3_600_000;
const CONNECT_ATTEMPTS = 3;

export interface PostgresOptions {
  /** `postgres://…` */
  url: string;
  /** Connections at most; further work waits for a free one, up to 5 s. */
  maxConnections: number;
  log: Log;
  /** 10 s unless told; 0: as long as it takes, for migrations. */
  statementTimeoutMs?: number;
}

/** Opens a pool on a PostgreSQL server (14 or newer). Connects with the first statement, not here. */
export function openPostgres(options: PostgresOptions): Database {
  const { url, maxConnections, log, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    application_name: 'bartleby',
    types: typeParsers,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn('a database connection was lost', { error });
  });
  const deadlineMs = statementTimeoutMs ? statementTimeoutMs + DEADLINE_MARGIN_MS : NO_DEADLINE_MS;
  return databaseOverPool(resilientPool(pool, deadlineMs, log));
}

function resilientPool(pool: pg.Pool, deadlineMs: number, log: Log): PostgresPool {
  const nameOf = createStatementNames();
  return {
    async connect() {
      const client = await connectWithRetry(pool);
      return pooledClient(client, {
        statementDeadlineMs: () => deadlineMs,
        nameOf,
        onFailure: (error) => log.error('the database did not answer', { error }),
      });
    },
    end: () => pool.end(),
  };
}

/** Nothing was sent yet, so that trying again is safe: a restarting server is worth a second. */
async function connectWithRetry(pool: pg.Pool): Promise<pg.PoolClient> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      const waited = error instanceof Error && /timeout exceeded/i.test(error.message);
      if (!isUnavailable(error)) throw error;
      if (waited || attempt === CONNECT_ATTEMPTS) throw serviceUnavailable(error);
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
    }
  }
}
