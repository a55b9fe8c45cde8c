import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { IssuedClient } from '../clients/index.ts';
import type { InstanceSettings } from '../instances/index.ts';
import { connectAnsweredAccountIn } from '../oauth-attempts/index.ts';
import { requireAllowedToSignUp } from '../restrictions/index.ts';
import { type PreparedSession, prepareSession, startSessionIn } from '../sessions/index.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { redeemTicketIn } from '../tickets/index.ts';
import {
  findMetadataViolations,
  insertNewUser,
  newUser,
  recordMetadataViolations,
  type User,
  updateLastSignIn,
} from '../users/index.ts';
import { isReady, type SignUp } from './sign-up.ts';
import { updateSignUp } from './sign-up-store.ts';

/** An attempt after one step; `issued` is the client's new cookie once the attempt is complete. */
export interface SignUpStep {
  readonly signUp: SignUp;
  readonly issued: IssuedClient | null;
}

/** Ids and secrets of what completion will store: made before the transaction. */
export interface Completion {
  readonly settings: InstanceSettings;
  readonly userOf: (signUp: SignUp) => User;
  readonly sessionOf: (user: User, signUp: SignUp) => PreparedSession;
  /** Stores the account at the provider that said who this is. */
  readonly connectIn: (queries: Queries, user: User, oauthAttemptId: string) => Promise<void>;
}

/** Prepares what a completion needs, whether or not this step will complete the attempt. */
export function prepareCompletion(
  dependencies: Pick<Dependencies, 'clock' | 'random' | 'encryption'>,
  { instance, client, origin, userAgent, ipAddress }: SignInBrowser,
): Completion {
  const now = dependencies.clock.now();
  return {
    settings: instance.settings,
    userOf: (signUp) => userOf(dependencies, signUp),
    connectIn: (queries, user, attemptId) => connectAnsweredAccountIn(queries, dependencies, user, attemptId),
    sessionOf: (user, { externalAccountStrategy }) =>
      prepareSession(dependencies, {
        instance,
        clientId: client.id,
        userId: user.id,
        firstFactorVerifiedAt: now,
        strategy: externalAccountStrategy ?? user.emailAddresses[0]?.verificationStrategy ?? 'password',
        origin,
        userAgent,
        ipAddress,
      }),
  };
}

function userOf(dependencies: Pick<Dependencies, 'clock' | 'random'>, signUp: SignUp): User {
  const { emailAddress, emailVerifiedBy } = signUp;
  const isProved = emailAddress !== null && emailVerifiedBy !== null;
  return newUser(dependencies, {
    instanceId: signUp.instanceId,
    addresses: isProved ? [{ emailAddress, proof: emailVerifiedBy }] : [],
    username: signUp.username,
    firstName: signUp.firstName,
    lastName: signUp.lastName,
    passwordHash: signUp.passwordHash,
    publicMetadata: signUp.publicMetadata,
    unsafeMetadata: signUp.unsafeMetadata,
    locale: signUp.locale,
    legalAcceptedAt: signUp.legalAcceptedAt,
    createdAt: dependencies.clock.now(),
  });
}

/**
 * Stores a changed attempt; when nothing is missing any more, makes user and session in the same transaction.
 * @throws Refusal ticket_invalid when the invitation was used or revoked meanwhile
 * Fails with a conflict when the address was taken meanwhile: see `refuseConflicts`.
 */
export async function storeSignUpStepIn(
  queries: Queries,
  signUp: SignUp,
  completion: Completion,
): Promise<SignUpStep> {
  if (!isReady(signUp, completion.settings)) {
    await updateSignUp(queries, signUp);
    return { signUp, issued: null };
  }
  const user = completion.userOf(signUp);
  const prepared = completion.sessionOf(user, signUp);
  const { instanceId, ticketId: id } = signUp;
  if (id !== null) await redeemTicketIn(queries, { instanceId, id, now: user.createdAt });
  await requireAllowed(queries, signUp);
  const actor = { type: 'user', id: user.id } as const;
  await insertNewUser(queries, user, actor);
  // What was written was checked when it came in; here it is only noted whom it now belongs to.
  const violations = findMetadataViolations(completion.settings.metadataSchemas, writtenMetadata(signUp));
  await recordMetadataViolations(queries, { instanceId, userId: user.id, actor, violations });
  const { externalAccountStrategy, oauthAttemptId } = signUp;
  if (externalAccountStrategy !== null && oauthAttemptId !== null)
    await completion.connectIn(queries, user, oauthAttemptId);
  const issued = await startSessionIn(queries, prepared);
  await updateLastSignIn(queries, user.instanceId, user.id, user.createdAt);
  const complete: SignUp = {
    ...signUp,
    status: 'complete',
    passwordHash: null,
    createdUserId: user.id,
    createdSessionId: prepared.session.id,
  };
  await updateSignUp(queries, complete);
  return { signUp: complete, issued };
}

/** Once more at the end: the lists may have changed since the first step, and not every address was typed here. */
async function requireAllowed(queries: Queries, { instanceId, emailAddress, emailVerifiedBy }: SignUp) {
  if (emailAddress === null) return;
  const isInvited = emailVerifiedBy === 'ticket';
  await requireAllowedToSignUp(queries, instanceId, { emailAddress, isInvited });
}

/** An attempt that was given no metadata writes none. */
function writtenMetadata({ publicMetadata, unsafeMetadata }: SignUp) {
  const given = (metadata: SignUp['publicMetadata']) =>
    Object.keys(metadata).length === 0 ? undefined : metadata;
  return { public_metadata: given(publicMetadata), unsafe_metadata: given(unsafeMetadata) };
}
