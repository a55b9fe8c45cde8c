import type { OrganizationMembershipRecord, OrganizationRecord } from '@bartleby/api-contract';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Organization, OrganizationMembership } from '../../organizations/index.ts';
import { requireMetadata, requireText } from '../../users/index.ts';
import type { ImportScope } from '../import-result.ts';

const SLUG = /^[a-z0-9](?:[a-z0-9_-]{0,254}[a-z0-9])?$/;

/** A record as an organization. Throws Refusal form_* for the first value that cannot be kept. */
export function draftOrganization(
  { instanceId, now }: ImportScope,
  record: OrganizationRecord,
): Organization {
  const createdAt = record.created_at ?? now.getTime();
  const slug = requireText(record.slug ?? null, 'slug');
  if (slug !== null && !SLUG.test(slug))
    throw new Refusal('form_param_format_invalid', { param_name: 'slug' });
  const name = requireText(record.name, 'name');
  if (name === null) throw new Refusal('form_param_nil', { param_name: 'name' });
  return {
    instanceId,
    id: record.id,
    name,
    slug,
    // Clerk's 0 stands for "as many as there are".
    maxAllowedMemberships: record.max_allowed_memberships || null,
    adminDeleteEnabled: record.admin_delete_enabled ?? true,
    publicMetadata: requireMetadata(record.public_metadata ?? {}, 'public_metadata'),
    privateMetadata: requireMetadata(record.private_metadata ?? {}, 'private_metadata'),
    createdBy: record.created_by ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(record.updated_at ?? createdAt),
  };
}

/** A record as a membership. Throws Refusal form_* for the first value that cannot be kept. */
export function draftMembership(
  { instanceId, now }: ImportScope,
  record: OrganizationMembershipRecord,
): OrganizationMembership {
  const createdAt = record.created_at ?? now.getTime();
  const role = requireText(record.role, 'role');
  if (role === null) throw new Refusal('form_param_nil', { param_name: 'role' });
  return {
    instanceId,
    id: record.id,
    organizationId: record.organization_id,
    userId: record.user_id,
    role,
    publicMetadata: requireMetadata(record.public_metadata ?? {}, 'public_metadata'),
    privateMetadata: requireMetadata(record.private_metadata ?? {}, 'private_metadata'),
    createdAt: new Date(createdAt),
    updatedAt: new Date(record.updated_at ?? createdAt),
  };
}
