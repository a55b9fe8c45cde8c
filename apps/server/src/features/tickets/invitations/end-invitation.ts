import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { updateTicketsOfInvitationRevoked } from '../ticket-store.ts';
import type { Invitation } from './invitation.ts';
import { deleteInvitationRow, findInvitation, updateInvitationRevoked } from './invitation-store.ts';

interface InvitationKey {
  readonly instanceId: string;
  readonly id: string;
}

/**
 * Makes an invitation's link worthless.
 * @throws Refusal resource_not_found, invitation_already_accepted, invitation_already_revoked
 */
export async function revokeInvitation(
  { clock, database }: Dependencies,
  { instanceId, id }: InvitationKey,
): Promise<Invitation> {
  const now = clock.now();
  return database.transaction(async (queries) => {
    const revoked = await updateInvitationRevoked(queries, { instanceId, id, now });
    await updateTicketsOfInvitationRevoked(queries, { instanceId, invitationId: id, now });
    if (revoked) return revoked;
    const invitation = await findInvitation(queries, instanceId, id);
    if (!invitation) throw new Refusal('resource_not_found', { param_name: 'invitation_id' });
    throw new Refusal(
      invitation.status === 'accepted' ? 'invitation_already_accepted' : 'invitation_already_revoked',
    );
  });
}

/** Removes an invitation; its link is worthless from then on. Throws Refusal resource_not_found. */
export async function deleteInvitation(
  { clock, database }: Dependencies,
  { instanceId, id }: InvitationKey,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (queries) => {
    await updateTicketsOfInvitationRevoked(queries, { instanceId, invitationId: id, now });
    if (!(await deleteInvitationRow(queries, instanceId, id)))
      throw new Refusal('resource_not_found', { param_name: 'invitation_id' });
  });
}
