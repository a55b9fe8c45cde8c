import type { JsonObject } from '../../users/index.ts';

/** Somebody who is asked to sign up, by mail. */
export interface Invitation {
  readonly instanceId: string;
  readonly id: string;
  readonly emailAddress: string;
  /** Becomes the user's own at the sign-up. */
  readonly publicMetadata: JsonObject;
  /** As stored: a pending one may have expired (`invitationStatus`). */
  readonly status: 'pending' | 'accepted' | 'revoked' | 'expired';
  /** The page that the link leads to in the end; null for the Account Portal's. */
  readonly redirectUrl: string | null;
  /** May stand beside another pending one for the same address. */
  readonly ignoresExisting: boolean;
  readonly expireAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What an invitation is at an instant. */
export function invitationStatus(invitation: Invitation, now: Date): Invitation['status'] {
  return invitation.status === 'pending' && invitation.expireAt <= now ? 'expired' : invitation.status;
}

export const DEFAULT_INVITATION_DAYS = 30;
export const MAX_INVITATION_DAYS = 365;
/** Invitations of one call. */
export const MAX_BULK_INVITATIONS = 10;
