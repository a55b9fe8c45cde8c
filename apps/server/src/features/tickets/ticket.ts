import type { JsonObject } from '../users/index.ts';

/** Who really acts in a session of somebody else: claim `act` of its tokens, as the backend gave it. */
export interface Actor {
  readonly sub: string;
  readonly [name: string]: unknown;
}

/** Set for an actor token: the session is the user's, but somebody else's doing. */
export interface Impersonation {
  readonly actor: Actor;
  /** How long the session may last at most. */
  readonly sessionMaxSeconds: number;
}

/** What a ticket does for whoever holds it. */
export type TicketGrant =
  | { readonly purpose: 'sign_in'; readonly userId: string; readonly impersonation?: Impersonation }
  | { readonly purpose: 'sign_up'; readonly emailAddress: string; readonly publicMetadata: JsonObject };

/** A secret that works once: it signs a user in, or proves an invited person's address. */
export interface Ticket {
  readonly instanceId: string;
  readonly id: string;
  readonly grant: TicketGrant;
  readonly status: 'pending' | 'accepted' | 'revoked';
  /** The invitation that it was mailed with; null for sign-in tokens and entry links. */
  readonly invitationId: string | null;
  readonly expireAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Thirty days, as Clerk's sign-in tokens (backend-api.md 7.3). */
export const DEFAULT_TICKET_LIFETIME_SECONDS = 2_592_000;
export const MAX_TICKET_LIFETIME_SECONDS = 315_360_000;
