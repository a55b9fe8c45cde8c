import type { Session } from './session.ts';

/** A session as it stands on the wire, as far as the SDK must look into it. */
export interface SessionJson {
  readonly id: string;
  readonly status: string;
  readonly last_active_organization_id?: string | null;
  readonly last_active_token?: { readonly jwt: string } | null;
  readonly user?: { readonly id: string } | null;
}

/** The Client as it stands on the wire (frontend-api 4.2). */
export interface ClientJson {
  readonly id: string;
  readonly sessions?: readonly SessionJson[];
  readonly sign_in?: unknown;
  readonly sign_up?: unknown;
  readonly last_active_session_id?: string | null;
  readonly updated_at?: number;
}

/** This browser as the server knows it. */
export interface Client {
  readonly id: string;
  /** Sessions that are signed in. */
  readonly sessions: readonly Session[];
  readonly lastActiveSessionId: string | null;
  readonly updatedAt: Date;
}

/** The sessions that count as signed in: a pending one still owes a task and does not. */
export function signedInSessions(client: ClientJson | null): readonly SessionJson[] {
  return (client?.sessions ?? []).filter((session) => session.status === 'active' && session.user);
}
