import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { hashSecret } from '../../../runtime/secret-hash.ts';
import { findUser } from '../../users/index.ts';
import type { Ticket } from '../ticket.ts';
import { insertTicket } from '../ticket-store.ts';
import {
  DEFAULT_LIFETIME_SECONDS,
  DEFAULT_SESSION_SECONDS,
  requireActor,
  requireSeconds,
} from './actor-token.ts';

export interface ActorTokenInput {
  readonly instanceId: string;
  /** Whom to act as. */
  readonly userId: string;
  readonly actor: unknown;
  readonly expiresInSeconds?: number | undefined;
  readonly sessionMaxSeconds?: number | undefined;
}

/**
 * Makes a ticket that signs its holder in as a user, in a session that says who really acts. `secret` is shown
 * once; it is stored hashed.
 * @throws Refusal form_resource_not_found for an unknown user; of `requireActor` and `requireSeconds`
 */
export async function createActorToken(
  { clock, database, random }: Dependencies,
  input: ActorTokenInput,
): Promise<{ ticket: Ticket; secret: string }> {
  const { instanceId, userId } = input;
  const actor = requireActor(input.actor);
  const lifetime = requireSeconds('expires_in_seconds', input.expiresInSeconds ?? DEFAULT_LIFETIME_SECONDS);
  const sessionMaxSeconds = requireSeconds(
    'session_max_duration_in_seconds',
    input.sessionMaxSeconds ?? DEFAULT_SESSION_SECONDS,
  );
  if (!(await findUser(database.queries, instanceId, userId)))
    throw new Refusal('form_resource_not_found', { param_name: 'user_id' });
  const now = clock.now();
  const secret = random.secret();
  const ticket: Ticket = {
    instanceId,
    id: random.id('act'),
    grant: { purpose: 'sign_in', userId, impersonation: { actor, sessionMaxSeconds } },
    status: 'pending',
    invitationId: null,
    expireAt: new Date(now.getTime() + lifetime * 1000),
    createdAt: now,
    updatedAt: now,
  };
  await insertTicket(database.queries, ticket, hashSecret(secret));
  return { ticket, secret };
}
