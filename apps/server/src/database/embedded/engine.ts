import { rmSync } from 'node:fs';
import { Socket } from 'node:net';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Log } from '../../runtime/log.ts';
import { pooledClient } from '../pooled-client.ts';
import { createStatementNames } from '../statement-names.ts';
import { typeParsers } from '../type-parsers.ts';
import { isStorageFailure, isUnavailable, serviceUnavailable } from '../unavailable.ts';
import { type EngineProcess, startEngine } from './engine-process.ts';
import { probeFolder } from './folder-probe.ts';

const STATEMENT_DEADLINE_MS = 4_000;
const UNHURRIED_DEADLINE_MS = 120_000;
/** A statement waits so long for its turn on the only connection. */
const QUEUE_DEADLINE_MS = 4_500;
/** A transaction that stays open longer than this stops everybody else: it is ended. */
const HOLD_DEADLINE_MS = 15_000;
const REOPEN_PATIENCE_MS = 3_000;
const REOPEN_PAUSE_MS = 500;
const OPEN_DEADLINE_MS = 90_000;

export interface EnginePlace {
  dataFolder: string;
  databaseFolder: string;
  socketPath: string;
  log: Log;
  onProcess: (pid: number) => void;
}

interface Opened {
  process: EngineProcess;
  pool: pg.Pool;
  nameOf: (text: string) => string | undefined;
}

/**
 * Keeps the embedded database's process running: when a statement does not end, the process dies or
 * its disk fails, it is killed and opened again; meanwhile statements are refused, never lost.
 */
export class Engine implements PostgresPool {
  readonly #place: EnginePlace;
  #opened: Opened | null = null;
  #opening: Promise<void> | null = null;
  /** Ends with the first attempt to open again, whatever came of it. */
  #firstAttempt: Promise<void> = Promise.resolve();
  #closed = false;
  /** Why opening again fails, while it does. */
  #failing: Error | null = null;
  #storageFailed = false;
  #deadlineMs = STATEMENT_DEADLINE_MS;

  constructor(place: EnginePlace) {
    this.#place = place;
  }

  /** Opens for the first time; throws when that fails. */
  async open(): Promise<void> {
    this.#opened = await this.#start();
  }

  /** Lets statements take up to two minutes while `work` runs. */
  async unhurried<T>(work: () => Promise<T>): Promise<T> {
    this.#deadlineMs = UNHURRIED_DEADLINE_MS;
    try {
      return await work();
    } finally {
      this.#deadlineMs = STATEMENT_DEADLINE_MS;
    }
  }

  async connect(): Promise<PostgresPoolClient> {
    const opened = await this.#whenOpen();
    let client: pg.PoolClient;
    try {
      client = await opened.pool.connect();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      throw serviceUnavailable(error);
    }
    return this.#watch(client, opened);
  }

  async end(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    const opened = this.#opened;
    this.#opened = null;
    await opened?.pool.end();
    await opened?.process.close();
  }

  #watch(client: pg.PoolClient, opened: Opened): PostgresPoolClient {
    const held = setTimeout(
      () => this.#reopen(opened, 'a transaction stayed open too long'),
      Math.max(HOLD_DEADLINE_MS, this.#deadlineMs),
    );
    const wrapped = pooledClient(client, {
      statementDeadlineMs: () => this.#deadlineMs,
      nameOf: opened.nameOf,
      onFailure: (error) => this.#onFailure(error),
      // Its one session outlives a connection: a broken connection is a broken engine.
      onBroken: (error) => this.#reopen(opened, error.message),
    });
    return {
      query: wrapped.query,
      release() {
        clearTimeout(held);
        wrapped.release();
      },
    };
  }

  /** Whether the disk takes writes, as far as is known: looked at only after it refused one. */
  storageWorks(): boolean {
    if (!this.#storageFailed) return true;
    try {
      probeFolder(this.#place.dataFolder);
      this.#storageFailed = false;
    } catch (error) {
      this.#place.log.error('the embedded database cannot write', { error });
    }
    return !this.#storageFailed;
  }

  #onFailure(error: unknown): void {
    this.#place.log.error('the embedded database did not answer', { error });
    if (!isStorageFailure(error)) return;
    this.#storageFailed = true;
    this.storageWorks(); // Says in a sentence what is wrong with the folder.
  }

  async #whenOpen(): Promise<Opened> {
    if (!this.#opened && !this.#failing) await within(this.#firstAttempt, REOPEN_PATIENCE_MS);
    if (!this.#opened)
      throw serviceUnavailable(this.#failing ?? new Error('the embedded database is closed'));
    return this.#opened;
  }

  /** Kills what is open, unless that happened already, and opens again until it works. */
  #reopen(broken: Opened, reason: string): void {
    if (this.#opened !== broken) return;
    this.#opened = null;
    broken.process.kill();
    void broken.pool.end();
    if (this.#closed) return;
    this.#place.log.error('the embedded database is opened again', { reason });
    this.#firstAttempt = new Promise((resolve) => {
      this.#opening = this.#openAgain(broken.process, resolve);
    });
  }

  async #openAgain(before: EngineProcess, attempted: () => void): Promise<void> {
    await before.ended;
    while (!this.#closed) {
      try {
        this.#opened = await this.#start();
        this.#failing = null;
        this.#place.log.info('the embedded database is open again');
        return attempted();
      } catch (error) {
        if (!this.#failing) this.#place.log.error('the embedded database cannot be opened', { error });
        this.#failing = error as Error;
        attempted();
        await new Promise((resolve) => setTimeout(resolve, REOPEN_PAUSE_MS));
      }
    }
  }

  async #start(): Promise<Opened> {
    const { dataFolder, databaseFolder, socketPath, log, onProcess } = this.#place;
    probeFolder(dataFolder);
    rmSync(socketPath, { force: true }); // A killed engine leaves its socket behind.
    const process = await startEngine({
      databaseFolder,
      socketPath,
      openDeadlineMs: OPEN_DEADLINE_MS,
      onStarted: onProcess,
    });
    const pool = openPool(socketPath);
    pool.on('error', (error) => log.debug('the connection to the embedded database was lost', { error }));
    const opened = { process, pool, nameOf: createStatementNames() };
    void process.ended.then(() => this.#reopen(opened, 'its process ended'));
    return opened;
  }
}

function openPool(socketPath: string): pg.Pool {
  return new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    stream: () => socketTo(socketPath),
    max: 1,
    connectionTimeoutMillis: QUEUE_DEADLINE_MS,
    idleTimeoutMillis: 0,
    types: typeParsers,
  });
}

/** `pg` builds its own path from a folder and a port; ours is a file name, and on Windows a pipe. */
function socketTo(path: string): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket) as (options: { path: string }) => Socket;
  socket.connect = () => connect({ path });
  return socket;
}

async function within(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
