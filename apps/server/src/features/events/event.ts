/** Who did it. `server` is the server itself, e.g. at first start. */
export interface Actor {
  readonly type: 'operator' | 'platform_key' | 'secret_key' | 'user' | 'server';
  readonly id: string | null;
}

/** What happened, in the domain's words, e.g. `session.revoked`. */
export interface NewEvent {
  readonly type: string;
  readonly actor: Actor;
  /** Facts that a reader needs; no secret and no private metadata. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** One entry of the log. */
export interface StoredEvent extends NewEvent {
  readonly id: number;
  readonly createdAt: Date;
}

/** The server acting on its own. */
export const serverActor: Actor = { type: 'server', id: null };
