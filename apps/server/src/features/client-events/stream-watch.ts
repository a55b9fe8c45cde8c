import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { ClientStream } from './client-stream.ts';
import type { ClientStreams } from './client-streams.ts';
import { watchStreams } from './watch-streams.ts';

export const HEARTBEAT_SECONDS = 20;
/** Between two looks, so that a change made on another node is told within a second. */
const EVERY_MS = 500;
/** After a write on this node, in which others may follow. */
const AFTER_WRITE_MS = 50;
/** Looks take at most so much of the time of the database: one in ten, however many browsers listen. */
const IDLE_RATIO = 9;
const MAX_IDLE_MS = 5_000;
/** The cheapest of so many looks is what a look costs: the others waited for statements before them. */
const COSTS_KEPT = 5;

/** Looks after the streams of this node while there are any; without one it does nothing at all. */
export class StreamWatch {
  readonly #dependencies: Dependencies;
  readonly #streams: ClientStreams;
  readonly #watched = new Set<ClientStream>();
  readonly #ended = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** When the timer fires. */
  #dueAt = Number.POSITIVE_INFINITY;
  /** No look begins before. */
  #restsUntil = 0;
  #costsMs: number[] = [];
  #look: Promise<void> | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(dependencies: Dependencies, streams: ClientStreams) {
    this.#dependencies = dependencies;
    this.#streams = streams;
  }

  /**
   * Learns how things stand for a new stream, and watches it from then on.
   * @throws Refusal `too_many_event_streams`, `authentication_invalid` without a session that is active,
   * `service_unavailable` while this node stops
   */
  async add(stream: ClientStream): Promise<void> {
    if (this.#ended.signal.aborted) throw new Refusal('service_unavailable');
    this.#streams.add(stream);
    try {
      await watchStreams(this.#dependencies, [stream]);
      if (stream.sessions.size === 0) throw new Refusal('authentication_invalid');
    } catch (error) {
      stream.readable.destroy();
      throw error;
    }
    if (stream.readable.destroyed) return;
    this.#watched.add(stream);
    stream.readable.once('close', () => this.#watched.delete(stream));
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_SECONDS * 1_000).unref();
    this.#lookWithin(EVERY_MS);
  }

  /** Something was written on this node: look soon. */
  lookSoon(): void {
    if (this.#watched.size > 0) this.#lookWithin(AFTER_WRITE_MS);
  }

  /** Ends every stream and waits for the look under way: before the database is closed. */
  async end(): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    for (const stream of this.#streams.list()) stream.end();
    await this.#look;
  }

  /** Never puts off a look that is due earlier: streams that keep coming would put it off for ever. */
  #lookWithin(ms: number): void {
    const now = performance.now();
    const dueAt = Math.max(now + ms, this.#restsUntil);
    if (this.#ended.signal.aborted || dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => void this.#run(), dueAt - now).unref();
  }

  async #run(): Promise<void> {
    this.#dueAt = Number.POSITIVE_INFINITY;
    // The look under way may have read before the write that this one is for.
    if (this.#look) return this.#lookWithin(AFTER_WRITE_MS);
    this.#look = this.#lookOnce();
    await this.#look;
    this.#look = undefined;
    if (this.#watched.size > 0) return this.#lookWithin(EVERY_MS);
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  async #lookOnce(): Promise<void> {
    const { log } = this.#dependencies;
    try {
      const costMs = await watchStreams(this.#dependencies, [...this.#watched], this.#ended.signal);
      this.#costsMs = [...this.#costsMs, costMs].slice(-COSTS_KEPT);
    } catch (error) {
      log.warn('could not look for changed claims', { error });
    }
    const restMs = Math.min(Math.min(...this.#costsMs, MAX_IDLE_MS) * IDLE_RATIO, MAX_IDLE_MS);
    this.#restsUntil = performance.now() + restMs;
  }

  #beat(): void {
    for (const stream of this.#watched) stream.heartbeat();
  }
}
