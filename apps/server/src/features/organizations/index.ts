/** Organizations and who belongs to them: kept for their users, and neither in tokens nor in the Frontend and Backend API yet. */
export type { Organization, OrganizationMembership } from './organization.ts';
export {
  countMembersByRole,
  insertMemberships,
  insertOrganizations,
  listMembershipsAfter,
  listMembershipsOf,
  listOrganizationsAfter,
  listOrganizationsBy,
  listRolesInUse,
} from './organization-store.ts';
