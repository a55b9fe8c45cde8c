import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Queries } from '../../database/database.ts';
import type { Organization, OrganizationMembership } from './organization.ts';

type Json = ColumnType<Organization['publicMetadata'], string, string>;

export interface OrganizationsTable {
  instance_id: string;
  id: string;
  name: string;
  slug: string | null;
  max_allowed_memberships: number | null;
  admin_delete_enabled: boolean;
  public_metadata: Json;
  private_metadata: Json;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface OrganizationMembershipsTable {
  instance_id: string;
  id: string;
  organization_id: string;
  user_id: string;
  role: string;
  public_metadata: Json;
  private_metadata: Json;
  created_at: Date;
  updated_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    organizations: OrganizationsTable;
    organization_memberships: OrganizationMembershipsTable;
  }
}

const toOrganization = (row: Selectable<OrganizationsTable>): Organization => ({
  instanceId: row.instance_id,
  id: row.id,
  name: row.name,
  slug: row.slug,
  maxAllowedMemberships: row.max_allowed_memberships,
  adminDeleteEnabled: row.admin_delete_enabled,
  publicMetadata: row.public_metadata,
  privateMetadata: row.private_metadata,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const toMembership = (row: Selectable<OrganizationMembershipsTable>): OrganizationMembership => ({
  instanceId: row.instance_id,
  id: row.id,
  organizationId: row.organization_id,
  userId: row.user_id,
  role: row.role,
  publicMetadata: row.public_metadata,
  privateMetadata: row.private_metadata,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** At least one organization, in one statement. */
export async function insertOrganizations(
  queries: Queries,
  organizations: readonly Organization[],
): Promise<void> {
  await queries
    .insertInto('organizations')
    .values(
      organizations.map((each) => ({
        instance_id: each.instanceId,
        id: each.id,
        name: each.name,
        slug: each.slug,
        max_allowed_memberships: each.maxAllowedMemberships,
        admin_delete_enabled: each.adminDeleteEnabled,
        public_metadata: JSON.stringify(each.publicMetadata),
        private_metadata: JSON.stringify(each.privateMetadata),
        created_by: each.createdBy,
        created_at: each.createdAt,
        updated_at: each.updatedAt,
      })),
    )
    .execute();
}

/** At least one membership, in one statement. */
export async function insertMemberships(
  queries: Queries,
  memberships: readonly OrganizationMembership[],
): Promise<void> {
  await queries
    .insertInto('organization_memberships')
    .values(
      memberships.map((each) => ({
        instance_id: each.instanceId,
        id: each.id,
        organization_id: each.organizationId,
        user_id: each.userId,
        role: each.role,
        public_metadata: JSON.stringify(each.publicMetadata),
        private_metadata: JSON.stringify(each.privateMetadata),
        created_at: each.createdAt,
        updated_at: each.updatedAt,
      })),
    )
    .execute();
}

/** Those with one of these ids or slugs. */
export async function listOrganizationsBy(
  queries: Queries,
  instanceId: string,
  { ids, slugs }: { ids: readonly string[]; slugs: readonly string[] },
): Promise<Organization[]> {
  const rows = await queries
    .selectFrom('organizations')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where(sql<boolean>`(id = any(${ids}) or slug = any(${slugs}))`)
    .execute();
  return rows.map(toOrganization);
}

/** Those with one of these ids, and every membership of these users. */
export async function listMembershipsOf(
  queries: Queries,
  instanceId: string,
  { ids, userIds }: { ids: readonly string[]; userIds: readonly string[] },
): Promise<OrganizationMembership[]> {
  const rows = await queries
    .selectFrom('organization_memberships')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where(sql<boolean>`(id = any(${ids}) or user_id = any(${userIds}))`)
    .execute();
  return rows.map(toMembership);
}

interface After {
  /** '' for the first page. */
  readonly after: string;
  readonly limit: number;
}

const inByteOrder = sql<string>`id collate "C"`;

/** Organizations by id, in the order of its bytes, the ones after `after`. */
export async function listOrganizationsAfter(
  queries: Queries,
  instanceId: string,
  { after, limit }: After,
): Promise<Organization[]> {
  const rows = await queries
    .selectFrom('organizations')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where(inByteOrder, '>', after)
    .orderBy(inByteOrder)
    .limit(limit)
    .execute();
  return rows.map(toOrganization);
}

/** Memberships by id, in the order of its bytes, the ones after `after`. */
export async function listMembershipsAfter(
  queries: Queries,
  instanceId: string,
  { after, limit }: After,
): Promise<OrganizationMembership[]> {
  const rows = await queries
    .selectFrom('organization_memberships')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where(inByteOrder, '>', after)
    .orderBy(inByteOrder)
    .limit(limit)
    .execute();
  return rows.map(toMembership);
}

const MAX_ROLES = 100;

/** The roles that members have, each once, in the order of their names. */
export async function listRolesInUse(queries: Queries, instanceId: string): Promise<string[]> {
  const rows = await queries
    .selectFrom('organization_memberships')
    .select('role')
    .distinct()
    .where('instance_id', '=', instanceId)
    .orderBy('role')
    .limit(MAX_ROLES)
    .execute();
  return rows.map(({ role }) => role);
}

/** How many members have each role, by its name and in the order of names; a role that nobody has is not there. */
export async function countMembersByRole(queries: Queries, instanceId: string): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom('organization_memberships')
    .select(['role', sql<number>`count(*)::int`.as('members')])
    .where('instance_id', '=', instanceId)
    .groupBy('role')
    .orderBy('role')
    .execute();
  return new Map(rows.map(({ role, members }) => [role, members]));
}
