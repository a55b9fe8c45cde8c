import type { SessionCookies } from '../cookies/session-cookies.ts';
import type { CallFrontendApi } from '../frontend-api/call.ts';
import { type Client, type ClientJson, type SessionJson, signedInSessions } from '../resources/client.ts';
import { fromWire } from '../resources/from-wire.ts';
import type { GetTokenOptions, Session, SessionData } from '../resources/session.ts';
import { signInFrom } from '../resources/sign-in.ts';
import { signUpFrom } from '../resources/sign-up.ts';
import { userFrom } from '../resources/user.ts';
import type { CachedToken, TokenCache } from '../tokens/token-cache.ts';
import { type AuthState, SIGNED_OUT, type StateStore } from './browser-state.ts';

/** What the sessions in the state can do; filled in by the composition. */
export interface SessionActions {
  getToken(session: SessionJson, options?: GetTokenOptions): Promise<string | null>;
  remove(sessionId: string): Promise<void>;
  call: CallFrontendApi;
}

export interface SignedInBrowser {
  /** The session that this tab shows, as the wire has it. */
  activeSession(): SessionJson | null;
  client(): ClientJson | null;
  /** Counts the Clients taken over: an answer that set out before the last one is old news. */
  revision(): number;
  /**
   * Takes over the Client the server just sent. `active`: `keep` the session of this tab (signed out if it is gone),
   * take the one the server names (`server`), or the one with this id.
   */
  applyClient(client: ClientJson | null, active: 'keep' | 'server' | { sessionId: string | null }): void;
  /** Makes a fresh session token visible: in the claims of the state and in the cookies. */
  showToken(token: CachedToken): void;
  /** Writes the cookies again as the state wants them: other tabs or the server may have changed them. */
  rewriteCookies(): void;
}

const tokenKeyOf = (session: SessionJson) => ({
  sessionId: session.id,
  organizationId: session.last_active_organization_id ?? null,
});

/** Equal resources keep their identity, so that an effect does not run because a token was renewed. */
function createMemory<T>(): (json: unknown, build: () => T) => T {
  let text = '';
  let known: T;
  return (json, build) => {
    const next = JSON.stringify(json);
    if (next !== text) [text, known] = [next, build()];
    return known;
  };
}

export function createSignedInBrowser(parts: {
  store: StateStore;
  cache: TokenCache;
  cookies: SessionCookies;
  actions: SessionActions;
}): SignedInBrowser {
  const { store, cache, cookies, actions } = parts;
  let client: ClientJson | null = null;
  let active: SessionJson | null = null;
  let revision = 0;
  const memories = new Map<string, (json: unknown, build: () => Session) => Session>();
  const rememberSignIn = createMemory<ReturnType<typeof signInFrom>>();
  const rememberSignUp = createMemory<ReturnType<typeof signUpFrom>>();

  const sessionFrom = (json: SessionJson): Session => {
    const { last_active_token: _token, ...rest } = json;
    const remember = memories.get(json.id) ?? createMemory<Session>();
    memories.set(json.id, remember);
    return remember(rest, () => ({
      ...fromWire<SessionData>(rest),
      user: userFrom(json.user, actions.call),
      getToken: (options) => actions.getToken(json, options),
      remove: () => actions.remove(json.id),
    }));
  };

  const authFrom = (session: SessionJson | null): AuthState => {
    if (!session) return SIGNED_OUT;
    const token = cache.peek(tokenKeyOf(session));
    return {
      userId: session.user?.id ?? null,
      sessionId: session.id,
      sessionClaims: token?.claims ?? null,
    };
  };

  const rewriteCookies = () => {
    const token = active && cache.peek(tokenKeyOf(active));
    if (!active) cookies.removeSession();
    else if (token) cookies.writeSession(token);
    const uatSeconds = signedInSessions(client).length ? Math.floor((client?.updated_at ?? 0) / 1000) : 0;
    cookies.writeClientUat(uatSeconds);
  };

  const pickActive = (choice: 'keep' | 'server' | { sessionId: string | null }): SessionJson | null => {
    const sessions = signedInSessions(client);
    if (choice === 'server')
      return sessions.find(({ id }) => id === client?.last_active_session_id) ?? sessions[0] ?? null;
    const id = choice === 'keep' ? active?.id : choice.sessionId;
    return sessions.find((session) => session.id === id) ?? null;
  };

  const clientResource = (json: ClientJson, sessions: readonly Session[]): Client => ({
    id: json.id,
    sessions,
    lastActiveSessionId: json.last_active_session_id ?? null,
    updatedAt: fromWire<{ at: Date }>({ at: json.updated_at ?? 0 }).at,
  });

  return {
    activeSession: () => active,
    client: () => client,
    revision: () => revision,
    rewriteCookies,
    applyClient: (json, choice) => {
      client = json;
      revision += 1;
      const signedIn = signedInSessions(client);
      for (const session of signedIn)
        if (session.last_active_token?.jwt) cache.put(tokenKeyOf(session), session.last_active_token.jwt);
      const before = active?.id;
      active = pickActive(choice);
      if (active && active.id !== before)
        cookies.writeActiveContext(active.id, active.last_active_organization_id ?? null);
      rewriteCookies();
      const sessions = signedIn.map(sessionFrom);
      const session = sessions.find(({ id }) => id === active?.id) ?? null;
      store.update({
        status: 'ready',
        error: null,
        auth: authFrom(active),
        client: client && clientResource(client, sessions),
        session,
        user: session?.user ?? null,
        signIn: rememberSignIn(client?.sign_in ?? null, () => signInFrom(client?.sign_in, actions.call)),
        signUp: rememberSignUp(client?.sign_up ?? null, () => signUpFrom(client?.sign_up, actions.call)),
      });
    },
    showToken: (token) => {
      if (!active || token.claims.sid !== active.id) return;
      cookies.writeSession(token);
      if (store.get().auth?.sessionClaims !== token.claims) store.update({ auth: authFrom(active) });
    },
  };
}
