import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Client, IssuedClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import { listActiveSessionsOfClient, statementTime } from '../sessions/index.ts';
import type { SignIn } from './sign-in.ts';

/** The browser that signs in, and where it says it is. */
export interface SignInBrowser {
  readonly instance: Instance;
  readonly client: Client;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly ipAddress: string;
  /** Where links in its mails lead: the Frontend API as this browser reaches it. */
  readonly frontendUrl: string;
}

/** An attempt after one step; `issued` is the client's new cookie once the attempt is complete. */
export interface SignInStep {
  readonly signIn: SignIn;
  readonly issued: IssuedClient | null;
}

/**
 * Where a browser holds one session: whoever is signed in signs out first. Where it may hold several, nothing.
 * @throws Refusal session_exists (frontend-api.md 5.2: the UI then goes to the signed-in page)
 */
export async function requireNoSession(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { instance, client }: Pick<SignInBrowser, 'instance' | 'client'>,
): Promise<void> {
  if (!instance.settings.singleSessionMode) return;
  const now = statementTime(clock);
  const [session] = await listActiveSessionsOfClient(database.queries, instance.id, client.id, now);
  if (session) throw new Refusal('session_exists', { session_id: session.id });
}

/**
 * Nobody is signed in twice in one browser.
 * @throws Refusal identifier_already_signed_in with the session, which the UI then switches to
 */
export async function refuseSignedInUser(
  queries: Queries,
  { signIn, userId, now }: { signIn: Pick<SignIn, 'instanceId' | 'clientId'>; userId: string; now: Date },
): Promise<void> {
  const sessions = await listActiveSessionsOfClient(queries, signIn.instanceId, signIn.clientId, now);
  const session = sessions.find((candidate) => candidate.userId === userId);
  if (session) throw new Refusal('identifier_already_signed_in', { session_id: session.id });
}
