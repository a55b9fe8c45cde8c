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
}

/** An attempt after one step; `issued` is the client's new cookie once the attempt is complete. */
export interface SignInStep {
  readonly signIn: SignIn;
  readonly issued: IssuedClient | null;
}

/**
 * One session per browser: whoever is signed in signs out first.
 * @throws Refusal session_exists (frontend-api.md 5.2: the UI then goes to the signed-in page)
 */
export async function requireNoSession(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { instance, client }: Pick<SignInBrowser, 'instance' | 'client'>,
): Promise<void> {
  const now = statementTime(clock);
  const [session] = await listActiveSessionsOfClient(database.queries, instance.id, client.id, now);
  if (session) throw new Refusal('session_exists', { session_id: session.id });
}
