import type { PendingSessionOptions, User } from '@bartleby/backend';
import { auth } from './auth.ts';
import { createNextClient } from './bartleby-client.ts';

/**
 * The signed-in user, by one call of the Backend API; null when signed out. For what the session token holds
 * already, read `sessionClaims` instead.
 */
export async function currentUser(options?: PendingSessionOptions): Promise<User | null> {
  const { userId } = await auth(options);
  return userId ? createNextClient().users.getUser(userId) : null;
}
