import type { Client } from '../clients/index.ts';
import type { FrontendSessionResource } from '../sessions/index.ts';

/** A browser as it sees itself (frontend-api.md 4.2). */
export interface ClientResource {
  readonly object: 'client';
  readonly id: string;
  readonly sessions: readonly FrontendSessionResource[];
  readonly sign_in: unknown;
  readonly sign_up: unknown;
  readonly last_active_session_id: string | null;
  readonly last_authentication_strategy: string | null;
  readonly cookie_expires_at: null;
  readonly captcha_bypass: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ClientParts {
  readonly sessions: readonly FrontendSessionResource[];
  readonly currentSessionId: string | null;
  readonly signIn: unknown;
  readonly signUp: unknown;
}

export function clientResource(client: Client, parts: ClientParts): ClientResource {
  return {
    object: 'client',
    id: client.id,
    sessions: parts.sessions,
    sign_in: parts.signIn,
    sign_up: parts.signUp,
    last_active_session_id: parts.currentSessionId,
    last_authentication_strategy: client.lastAuthenticationStrategy,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.createdAt.getTime(),
    updated_at: client.updatedAt.getTime(),
  };
}
