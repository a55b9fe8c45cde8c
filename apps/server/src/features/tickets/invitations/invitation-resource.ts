import { type Invitation, invitationStatus } from './invitation.ts';

/**
 * An invitation as the Backend API shows it. Its link is in the answer that makes it and nowhere else: the ticket
 * in it is stored hashed.
 */
export function invitationResource(invitation: Invitation, now: Date, url?: string) {
  const status = invitationStatus(invitation, now);
  return {
    object: 'invitation' as const,
    id: invitation.id,
    email_address: invitation.emailAddress,
    public_metadata: invitation.publicMetadata,
    revoked: status === 'revoked',
    status,
    ...(url !== undefined && { url }),
    expires_at: invitation.expireAt.getTime(),
    created_at: invitation.createdAt.getTime(),
    updated_at: invitation.updatedAt.getTime(),
  };
}
