import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import type { Database, Queries, Tables } from './database.ts';
import { insideTransaction, refuseInsideTransaction } from './open-transaction.ts';

const MAX_ATTEMPTS = 4;
/** Serialization failure and deadlock: rolled back whole, so that another attempt is safe. */
const RETRY_STATE = /^(40001|40P01)$/;

/** A `Database` over any pool that Kysely can use. */
export function databaseOverPool(pool: PostgresPool): Database {
  const guarded: PostgresPool = {
    async connect() {
      refuseInsideTransaction();
      return pool.connect();
    },
    end: () => pool.end(),
  };
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guarded }) });
  return {
    queries: kysely,
    transaction: (work) => runTransaction(kysely, work),
    async ready() {
      return sql`select 1`.execute(kysely).then(
        () => true,
        () => false,
      );
    },
    close: () => kysely.destroy(),
  };
}

async function runTransaction<T>(kysely: Kysely<Tables>, work: (queries: Queries) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await kysely.transaction().execute((queries) => insideTransaction(() => work(queries)));
    } catch (error) {
      const state = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!RETRY_STATE.test(state) || attempt === MAX_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt));
    }
  }
}
