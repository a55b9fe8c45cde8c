import { PassThrough, type Readable } from 'node:stream';
import type { Instance } from '../instances/index.ts';
import type { ClientEvent } from './client-event.ts';

/** What is known of a session that a stream tells about. */
export interface WatchedSession {
  /** Of everything a template may read; see `WatchedRow`. */
  stamp: string;
  fingerprint: string | null;
  /** False until a second look found the stamp as it was: a change between stamp and fingerprint would be missed. */
  isSettled: boolean;
}

/** A reader this far behind has gone, or reads nothing. */
const MAX_UNREAD_BYTES = 16_384;

/** The open answer to one browser (WHATWG HTML, server-sent events). Holds no connection to the database. */
export class ClientStream {
  readonly instance: Instance;
  readonly clientId: string;
  /** Tokens that the browser holds were assembled at this time; null: it does not say. */
  readonly claimsAsOf: Date | null;
  readonly sessions = new Map<string, WatchedSession>();
  readonly #text = new PassThrough();

  constructor(client: { instance: Instance; clientId: string; claimsAsOf: Date | null }) {
    this.instance = client.instance;
    this.clientId = client.clientId;
    this.claimsAsOf = client.claimsAsOf;
  }

  get readable(): Readable {
    return this.#text;
  }

  send(event: ClientEvent): void {
    this.#write(`event: ${event.object}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  /** A line that readers ignore: keeps proxies from closing the stream, and shows both ends that it stands. */
  heartbeat(): void {
    this.#write(':\n\n');
  }

  end(): void {
    this.#text.end();
  }

  #write(text: string): void {
    if (this.#text.writableEnded || this.#text.destroyed) return;
    this.#text.write(text);
    if (this.#text.writableLength + this.#text.readableLength > MAX_UNREAD_BYTES) this.#text.destroy();
  }
}
