import type { OrganizationMembershipRecord, OrganizationRecord } from '@bartleby/api-contract';
import type { Organization, OrganizationMembership } from '../../organizations/index.ts';

/** An organization as an export writes it. */
export const organizationRecord = (organization: Organization): OrganizationRecord => ({
  object: 'organization',
  id: organization.id,
  name: organization.name,
  slug: organization.slug,
  max_allowed_memberships: organization.maxAllowedMemberships,
  admin_delete_enabled: organization.adminDeleteEnabled,
  public_metadata: organization.publicMetadata,
  private_metadata: organization.privateMetadata,
  created_by: organization.createdBy,
  created_at: organization.createdAt.getTime(),
  updated_at: organization.updatedAt.getTime(),
});

/** A membership as an export writes it. */
export const membershipRecord = (membership: OrganizationMembership): OrganizationMembershipRecord => ({
  object: 'organization_membership',
  id: membership.id,
  organization_id: membership.organizationId,
  user_id: membership.userId,
  role: membership.role,
  public_metadata: membership.publicMetadata,
  private_metadata: membership.privateMetadata,
  created_at: membership.createdAt.getTime(),
  updated_at: membership.updatedAt.getTime(),
});
