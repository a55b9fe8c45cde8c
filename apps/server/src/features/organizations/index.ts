/** Organizations and who belongs to them: kept for their users, and neither in tokens nor in the Frontend and Backend API yet. */
export type { Organization, OrganizationMembership } from './organization.ts';
export {
  insertMemberships,
  insertOrganizations,
  listMembershipsAfter,
  listMembershipsOf,
  listOrganizationsAfter,
  listOrganizationsBy,
} from './organization-store.ts';
