import { lockoutMeta } from '@bartleby/api-contract';
import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { requireAllowedToSignIn } from '../restrictions/index.ts';
import { type PreparedSession, prepareSession, startSessionIn } from '../sessions/index.ts';
import type { Impersonation } from '../tickets/index.ts';
import { hasSecondFactor, isLocked, type User, updateLastSignIn } from '../users/index.ts';
import type { SignIn, SignInStrategy } from './sign-in.ts';
import { refuseSignedInUser, type SignInBrowser, type SignInStep } from './sign-in-browser.ts';
import { updateSignIn } from './sign-in-store.ts';

/**
 * Who is banned or locked proves nothing by a right factor.
 * @throws Refusal user_banned, user_locked (with the seconds left, null without an end)
 */
export function requireMaySignIn(user: User, now: Date): User {
  if (user.banned) throw new Refusal('user_banned');
  if (!isLocked(user, now)) return user;
  const left = user.lockoutExpiresAt && Math.ceil((user.lockoutExpiresAt.getTime() - now.getTime()) / 1000);
  throw new Refusal('user_locked', lockoutMeta(left));
}

export interface PassedSignIn {
  readonly browser: SignInBrowser;
  readonly userId: string;
  readonly strategy: SignInStrategy;
  /** Somebody else acts: of the user nothing was proved, and the session is shorter. */
  readonly impersonation?: Impersonation | undefined;
}

/** Makes id and secret of the session that a right answer will start: before the transaction. */
export function prepareSignInSession(
  dependencies: Pick<Dependencies, 'clock' | 'random'>,
  { browser, userId, strategy, impersonation }: PassedSignIn,
): PreparedSession {
  const { instance, client, origin, userAgent, ipAddress } = browser;
  return prepareSession(dependencies, {
    instance,
    clientId: client.id,
    userId,
    strategy,
    firstFactorVerifiedAt: impersonation ? null : dependencies.clock.now(),
    ...(impersonation && { actor: impersonation.actor, maxSeconds: impersonation.sessionMaxSeconds }),
    origin,
    userAgent,
    ipAddress,
  });
}

/** The first factor was right: starts the session, or waits for the second factor of a user who has one. */
export async function passFirstFactorIn(
  queries: Queries,
  { signIn, user, prepared }: { signIn: SignIn; user: User; prepared: PreparedSession },
): Promise<SignInStep> {
  if (!hasSecondFactor(user)) return completeSignInIn(queries, signIn, prepared);
  const { session, strategy } = prepared;
  const waiting: SignIn = {
    ...signIn,
    status: 'needs_second_factor',
    userId: user.id,
    verifiedStrategy: strategy as SignInStrategy,
    firstFactorVerifiedAt: session.firstFactorVerifiedAt,
    updatedAt: session.createdAt,
  };
  await updateSignIn(queries, waiting);
  return { signIn: waiting, issued: null };
}

/** Starts the session and finishes the attempt, in the caller's transaction. */
export async function completeSignInIn(
  queries: Queries,
  signIn: SignIn,
  prepared: PreparedSession,
): Promise<SignInStep> {
  const { session, strategy } = prepared;
  await refuseSignedInUser(queries, { signIn, userId: session.userId, now: session.createdAt });
  if (session.actor === null) await requireAllowedToSignIn(queries, session.instanceId, session.userId);
  const issued = await startSessionIn(queries, prepared);
  if (session.actor === null)
    await updateLastSignIn(queries, session.instanceId, session.userId, session.createdAt);
  const complete: SignIn = {
    ...signIn,
    status: 'complete',
    userId: session.userId,
    verifiedStrategy: strategy as SignInStrategy,
    createdSessionId: session.id,
    updatedAt: session.createdAt,
  };
  await updateSignIn(queries, complete);
  return { signIn: complete, issued };
}
