import type { CallFrontendApi } from '../frontend-api/call.ts';
import { type Client, type ClientJson, type SessionJson, signedInSessions } from '../resources/client.ts';
import { fromWire } from '../resources/from-wire.ts';
import type { GetTokenOptions, Session, SessionData } from '../resources/session.ts';
import { type SignIn, signInFrom } from '../resources/sign-in.ts';
import { type SignUp, signUpFrom } from '../resources/sign-up.ts';
import { userFrom } from '../resources/user.ts';

/** What the sessions in the state can do; filled in by the composition. */
export interface SessionActions {
  getToken(session: SessionJson, options?: GetTokenOptions): Promise<string | null>;
  remove(sessionId: string): Promise<void>;
  call: CallFrontendApi;
}

/** The Client and all in it, as the SDK shows them. */
export interface DescribedClient {
  readonly client: Client | null;
  readonly signIn: SignIn;
  readonly signUp: SignUp;
}

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

/** Makes the function that turns the wire's Client into resources. */
export function createClientDescription(
  actions: SessionActions,
): (json: ClientJson | null) => DescribedClient {
  const memories = new Map<string, (json: unknown, build: () => Session) => Session>();
  const rememberSignIn = createMemory<SignIn>();
  const rememberSignUp = createMemory<SignUp>();

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

  return (json) => ({
    client: json && {
      id: json.id,
      sessions: signedInSessions(json).map(sessionFrom),
      lastActiveSessionId: json.last_active_session_id ?? null,
      updatedAt: fromWire<{ at: Date }>({ at: json.updated_at ?? 0 }).at,
    },
    signIn: rememberSignIn(json?.sign_in ?? null, () => signInFrom(json?.sign_in, actions.call)),
    signUp: rememberSignUp(json?.sign_up ?? null, () => signUpFrom(json?.sign_up, actions.call)),
  });
}
