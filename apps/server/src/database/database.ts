import type { Kysely } from 'kysely';

/** Facts about the whole server, such as the canary of the encryption key. */
export interface ServerFactsTable {
  name: string;
  value: string;
}

/** Every table, declared by the store that owns it: `declare module '../../database/database.ts' { interface Tables { … } }`. */
export interface Tables {
  server_facts: ServerFactsTable;
}

/** Runs statements: the pool, or one open transaction. */
export type Queries = Kysely<Tables>;

export interface Database {
  /** Statements outside a transaction. Throws Refusal `service_unavailable` when the database does not answer. */
  queries: Queries;
  /**
   * One transaction: committed when `work` resolves, rolled back when it throws. Await only database
   * statements inside, through the given `queries` (DESIGN decision 7): on the embedded database an open
   * transaction stops every other request.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /** Whether a statement is answered now. Never throws. */
  ready(): Promise<boolean>;
  /** Lets running statements end, then closes every connection (and the embedded database). */
  close(): Promise<void>;
}
