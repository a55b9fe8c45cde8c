import type { SessionCookies } from '../cookies/session-cookies.ts';
import { type ClientJson, type SessionJson, signedInSessions } from '../resources/client.ts';
import type { CachedToken, TokenCache } from '../tokens/token-cache.ts';
import { type AuthState, SIGNED_OUT, type StateStore } from './browser-state.ts';
import type { DescribedClient } from './describe-client.ts';

/**
 * Which session this tab shows from now on: its present one (none, if that is gone), the one the server names, or the
 * one with this id.
 */
export type ActiveChoice = 'keep' | 'server' | { readonly sessionId: string | null };

export interface SignedInBrowser {
  /** The session that this tab shows, as the wire has it. */
  activeSession(): SessionJson | null;
  client(): ClientJson | null;
  /** Counts the Clients taken over: an answer that set out before the last one is old news. */
  revision(): number;
  /** Takes over the Client the server just sent. */
  applyClient(client: ClientJson | null, active: ActiveChoice): void;
  /** Makes a fresh session token visible: in the claims of the state and in the cookies. */
  showToken(token: CachedToken): void;
  /** Writes the cookies again as the state wants them: other tabs or the server may have changed them. */
  rewriteCookies(): void;
}

const tokenKeyOf = (session: SessionJson) => ({
  sessionId: session.id,
  organizationId: session.last_active_organization_id ?? null,
});

function pickActive(
  client: ClientJson | null,
  present: SessionJson | null,
  choice: ActiveChoice,
): SessionJson | null {
  const sessions = signedInSessions(client);
  if (choice === 'server')
    return sessions.find(({ id }) => id === client?.last_active_session_id) ?? sessions[0] ?? null;
  const id = choice === 'keep' ? present?.id : choice.sessionId;
  return sessions.find((session) => session.id === id) ?? null;
}

function seedTokens(cache: TokenCache, client: ClientJson | null): void {
  for (const session of signedInSessions(client))
    if (session.last_active_token?.jwt) cache.put(tokenKeyOf(session), session.last_active_token.jwt);
}

function authFrom(session: SessionJson | null, cache: TokenCache): AuthState {
  if (!session) return SIGNED_OUT;
  const { claims: sessionClaims = null, claimsAsOf = null } = cache.peek(tokenKeyOf(session)) ?? {};
  return { userId: session.user?.id ?? null, sessionId: session.id, sessionClaims, claimsAsOf };
}

/** Who is signed in on this page: the one place that changes it, with state and cookies following. */
export function createSignedInBrowser(parts: {
  store: StateStore;
  cache: TokenCache;
  cookies: SessionCookies;
  describe: (json: ClientJson | null) => DescribedClient;
}): SignedInBrowser {
  const { store, cache, cookies } = parts;
  let client: ClientJson | null = null;
  let active: SessionJson | null = null;
  let revision = 0;

  const rewriteCookies = () => {
    const token = active && cache.peek(tokenKeyOf(active));
    if (!active) cookies.removeSession();
    else if (token) cookies.writeSession(token);
    const uatSeconds = signedInSessions(client).length ? Math.floor((client?.updated_at ?? 0) / 1000) : 0;
    cookies.writeClientUat(uatSeconds);
  };

  return {
    activeSession: () => active,
    client: () => client,
    revision: () => revision,
    rewriteCookies,
    applyClient: (json, choice) => {
      revision += 1;
      client = json;
      seedTokens(cache, client);
      const before = active?.id;
      active = pickActive(client, active, choice);
      if (active && active.id !== before)
        cookies.writeActiveContext(active.id, active.last_active_organization_id ?? null);
      rewriteCookies();
      const described = parts.describe(client);
      const session = described.client?.sessions.find(({ id }) => id === active?.id) ?? null;
      const auth = authFrom(active, cache);
      store.update({
        ...described,
        status: 'ready',
        error: null,
        auth,
        session,
        user: session?.user ?? null,
      });
    },
    showToken: (token) => {
      if (!active || token.claims.sid !== active.id) return;
      cookies.writeSession(token);
      if (store.get().auth?.sessionClaims !== token.claims) store.update({ auth: authFrom(active, cache) });
    },
  };
}
