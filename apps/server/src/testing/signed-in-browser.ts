import { ensureClient } from '../features/clients/index.ts';
import { raiseInstanceVersion } from '../features/instances/index.ts';
import { insertSessionTokenTemplate } from '../features/jwt-templates/session-token-template-store.ts';
import { prepareSession, type Session, startSessionIn } from '../features/sessions/index.ts';
import { prepareSigningKey } from '../features/signing-keys/index.ts';
import { createUser, type User, type UserInput } from '../features/users/index.ts';
import { appOrigin, type TestServer } from './create-test-server.ts';

export interface SignedInBrowser {
  user: User;
  session: Session;
  clientId: string;
  /** What the browser sends along. */
  cookies: Record<string, string>;
}

let users = 0;

/** A user, and a browser in which they have just signed in on the app's page, as a completed sign-in leaves it. */
export async function signInTestUser(
  { dependencies, instance }: Pick<TestServer, 'dependencies' | 'instance'>,
  input: UserInput & { user?: User; origin?: string | null } = {},
): Promise<SignedInBrowser> {
  await prepareSigningKey(dependencies, instance.id);
  users += 1;
  const { user: known, origin = appOrigin, ...fields } = input;
  const user =
    known ??
    (await createUser(dependencies, {
      emailAddresses: [`user${users}@example.com`],
      ...fields,
      instance,
      actor: { type: 'server', id: null },
    }));
  const { client } = await ensureClient(dependencies, { instanceId: instance.id, client: null });
  const prepared = prepareSession(dependencies, {
    instance,
    userId: user.id,
    clientId: client.id,
    firstFactorVerifiedAt: dependencies.clock.now(),
    strategy: 'password',
    origin,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36',
    ipAddress: '127.0.0.1',
  });
  const issued = await dependencies.database.transaction((queries) => startSessionIn(queries, prepared));
  const cookies = { [instance.clientCookieName]: issued.secret ?? '' };
  return { user, session: prepared.session, clientId: client.id, cookies };
}

/** Makes this the session token's template, without the checks of a save. */
export async function useSessionTokenTemplate(
  { dependencies, instance }: Pick<TestServer, 'dependencies' | 'instance'>,
  source: string,
): Promise<void> {
  await dependencies.database.transaction(async (queries) => {
    await insertSessionTokenTemplate(queries, instance.id, {
      source,
      tests: '[]',
      author: { type: 'server', id: null },
      message: null,
      acceptedBrokenUsers: null,
      createdAt: dependencies.clock.now(),
    });
    await raiseInstanceVersion(queries, instance.id);
  });
}

/** The claims of a JWT, as the text that was signed. */
export function claimsTextOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
}
