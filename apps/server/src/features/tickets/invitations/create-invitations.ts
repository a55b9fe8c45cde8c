import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { hashSecret } from '../../../runtime/secret-hash.ts';
import { type Instance, requireRedirectUrl } from '../../instances/index.ts';
import {
  checkWrittenMetadata,
  isAddressTaken,
  requireEmailAddress,
  requireMetadata,
} from '../../users/index.ts';
import type { Ticket } from '../ticket.ts';
import { insertTicket } from '../ticket-store.ts';
import { DEFAULT_INVITATION_DAYS, type Invitation, MAX_INVITATION_DAYS } from './invitation.ts';
import { invitationMessage } from './invitation-message.ts';
import { insertInvitation, isInvited, updateInvitationsExpired } from './invitation-store.ts';

export interface InvitationInput {
  readonly emailAddress: string;
  readonly publicMetadata?: unknown;
  readonly redirectUrl?: string | null | undefined;
  /** Whether a mail goes out; the link is in the answer anyhow. */
  readonly notify: boolean;
  /** Invites somebody who has an invitation, or an account, already. */
  readonly ignoreExisting: boolean;
  readonly expiresInDays?: number | null | undefined;
}

interface MadeInvitation {
  readonly invitation: Invitation;
  readonly ticket: Ticket;
  readonly secret: string;
  readonly url: string;
  readonly notify: boolean;
}

/**
 * Invites people to the application: all of them, or none when one cannot be. Mail goes out afterwards.
 * @returns each invitation with its link, which cannot be shown again
 * @throws Refusal form_param_*, redirect_url_not_allowed, form_identifier_exists for somebody with an account,
 * duplicate_record for somebody with a pending invitation
 */
export async function createInvitations(
  dependencies: Dependencies,
  { instance, inputs }: { instance: Instance; inputs: readonly InvitationInput[] },
): Promise<{ invitation: Invitation; url: string }[]> {
  const { database, mail } = dependencies;
  const made = inputs.map((input) => makeInvitation(dependencies, instance, input));
  await database.transaction(async (queries) => {
    for (const { invitation, ticket, secret } of made) {
      const { instanceId, emailAddress, ignoresExisting, createdAt: now } = invitation;
      await updateInvitationsExpired(queries, { instanceId, emailAddress, now });
      if (!ignoresExisting) {
        if (await isAddressTaken(queries, instanceId, emailAddress))
          throw new Refusal('form_identifier_exists', { param_name: 'email_address' });
        if (await isInvited(queries, instanceId, emailAddress)) throw alreadyInvited(emailAddress);
      }
      if (!(await insertInvitation(queries, invitation))) throw alreadyInvited(emailAddress);
      await insertTicket(queries, ticket, hashSecret(secret));
    }
  });
  for (const { invitation, url, notify } of made)
    if (notify) await mail.send(invitationMessage(instance, invitation, url));
  return made;
}

const alreadyInvited = (emailAddress: string) =>
  new Refusal('duplicate_record', { email_address: emailAddress });

function makeInvitation(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  instance: Instance,
  input: InvitationInput,
): MadeInvitation {
  const days = input.expiresInDays ?? DEFAULT_INVITATION_DAYS;
  if (days < 1)
    throw new Refusal('form_param_value_too_small', { param_name: 'expires_in_days', min_value: 1 });
  if (days > MAX_INVITATION_DAYS)
    throw new Refusal('form_param_value_too_large', {
      param_name: 'expires_in_days',
      max_value: MAX_INVITATION_DAYS,
    });
  const now = clock.now();
  const times = { expireAt: new Date(now.getTime() + days * 86_400_000), createdAt: now, updatedAt: now };
  const emailAddress = requireEmailAddress(input.emailAddress);
  const publicMetadata = requireMetadata(input.publicMetadata ?? {}, 'public_metadata');
  if (input.publicMetadata !== undefined) checkWrittenMetadata(instance, { public_metadata: publicMetadata });
  const invitation: Invitation = {
    instanceId: instance.id,
    id: random.id('inv'),
    emailAddress,
    publicMetadata,
    status: 'pending',
    redirectUrl: input.redirectUrl ? requireRedirectUrl(instance, input.redirectUrl) : null,
    ignoresExisting: input.ignoreExisting,
    ...times,
  };
  const ticket: Ticket = {
    instanceId: instance.id,
    id: random.id('sit'),
    grant: { purpose: 'sign_up', emailAddress, publicMetadata },
    status: 'pending',
    invitationId: invitation.id,
    ...times,
  };
  const secret = random.secret();
  const url = `${instance.frontendApiUrl}/v1/tickets/accept?ticket=${secret}`;
  return { invitation, ticket, secret, url, notify: input.notify };
}
