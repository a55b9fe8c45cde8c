import { Refusal } from '../../runtime/refusal.ts';
import type { ClientStream } from './client-stream.ts';

export interface StreamLimits {
  /** Of this process. */
  readonly total: number;
  /** Of one browser: a tab per app origin holds one. */
  readonly perClient: number;
}

/** A reader without a place asks again so much later; until then its tokens are as fresh as without a stream. */
const RETRY_AFTER_SECONDS = 60;

/** The streams that are open on this node. */
export class ClientStreams {
  readonly #limits: StreamLimits;
  readonly #streams = new Set<ClientStream>();
  readonly #perClient = new Map<string, number>();

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#streams.size;
  }

  list(): ClientStream[] {
    return [...this.#streams];
  }

  /** Keeps the stream until it is closed, by whichever end. Throws Refusal `too_many_event_streams`. */
  add(stream: ClientStream): void {
    const { clientId, readable } = stream;
    const own = this.#perClient.get(clientId) ?? 0;
    const [limit, scope] =
      own >= this.#limits.perClient
        ? [this.#limits.perClient, 'browser']
        : this.size >= this.#limits.total
          ? [this.#limits.total, 'server']
          : [0, ''];
    if (limit > 0)
      throw new Refusal('too_many_event_streams', { limit, scope, retry_after_seconds: RETRY_AFTER_SECONDS });
    this.#streams.add(stream);
    this.#perClient.set(clientId, own + 1);
    readable.once('close', () => this.#forget(stream));
  }

  #forget(stream: ClientStream): void {
    const { clientId } = stream;
    if (!this.#streams.delete(stream)) return;
    const rest = (this.#perClient.get(clientId) ?? 1) - 1;
    if (rest > 0) this.#perClient.set(clientId, rest);
    else this.#perClient.delete(clientId);
  }
}
