import type { User } from './user.ts';

export interface GetTokenOptions {
  /** Ask the server even though a fresh token is at hand: claims changed a moment ago show at once. */
  skipCache?: boolean;
  /** The name of a JWT template: a custom JWT instead of the session token. */
  template?: string;
  /** Default: the session's active organization. Null: none. */
  organizationId?: string | null;
}

export interface SessionData {
  readonly id: string;
  readonly status: string;
  readonly expireAt: Date;
  readonly abandonAt: Date;
  readonly lastActiveAt: Date;
  readonly lastActiveOrganizationId: string | null;
  readonly actor: Readonly<Record<string, unknown>> | null;
  readonly tasks: readonly { readonly key: string }[] | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A signed-in session of this browser (frontend-api 4.3). */
export interface Session extends SessionData {
  readonly user: User;
  /** A token that is good for at least 5 more seconds; null when the session is signed out meanwhile. */
  getToken(options?: GetTokenOptions): Promise<string | null>;
  /** Ends this session on this browser only. */
  remove(): Promise<void>;
}
