import type { OrganizationMembershipRecord, OrganizationRecord } from '@bartleby/api-contract';
import type { Queries } from '../../../database/database.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  insertMemberships,
  insertOrganizations,
  listMembershipsOf,
  listOrganizationsBy,
  type Organization,
  type OrganizationMembership,
} from '../../organizations/index.ts';
import { fieldsOf, fingerprintOf } from '../fingerprint.ts';
import {
  type Candidate,
  type ImportResult,
  type ImportScope,
  refusedResult,
  refuseRepeated,
  resultOf,
} from '../import-result.ts';
import { findImportedRecords, saveImportedRecords } from '../imported-record-store.ts';
import { listUserIds } from '../users/user-import-store.ts';
import { draftMembership, draftOrganization } from './organization-drafts.ts';

/** Brings organizations in, in the caller's transaction. One that is there already stays as it is. */
export async function importOrganizationsIn(
  queries: Queries,
  scope: ImportScope,
  candidates: readonly Candidate<OrganizationRecord>[],
): Promise<ImportResult[]> {
  if (candidates.length === 0) return [];
  const { instanceId } = scope;
  const ids = candidates.map(({ record }) => record.id);
  const slugs = candidates.flatMap(({ record }) => (record.slug ? [record.slug] : []));
  const there = await listOrganizationsBy(queries, instanceId, { ids, slugs });
  const taken = new Map(there.flatMap(({ id, slug }) => (slug === null ? [] : [[slug, id] as const])));
  const created: Organization[] = [];
  const results = await importEach(queries, scope, {
    kind: 'organization',
    candidates,
    present: new Set(there.map(({ id }) => id)),
    create: (record) => {
      const organization = draftOrganization(scope, record);
      const owner = organization.slug === null ? undefined : taken.get(organization.slug);
      if (owner !== undefined) throw takenBy('slug', owner);
      if (organization.slug !== null) taken.set(organization.slug, organization.id);
      created.push(organization);
    },
  });
  if (!scope.dryRun && created.length > 0) await insertOrganizations(queries, created);
  return results;
}

/** Brings memberships in, in the caller's transaction: their users and organizations have to be there. */
export async function importMembershipsIn(
  queries: Queries,
  scope: ImportScope,
  candidates: readonly Candidate<OrganizationMembershipRecord>[],
): Promise<ImportResult[]> {
  if (candidates.length === 0) return [];
  const { instanceId } = scope;
  const records = candidates.map(({ record }) => record);
  const ids = records.map(({ id }) => id);
  const userIds = [...new Set(records.map((record) => record.user_id))];
  const organizationIds = [...new Set(records.map((record) => record.organization_id))];
  const there = await listMembershipsOf(queries, instanceId, { ids, userIds });
  const users = new Set(await listUserIds(queries, instanceId, userIds));
  const organizations = await listOrganizationsBy(queries, instanceId, { ids: organizationIds, slugs: [] });
  const organizationsThere = new Set(organizations.map(({ id }) => id));
  const pair = (each: { userId: string; organizationId: string }) => `${each.userId} ${each.organizationId}`;
  const taken = new Map(there.map((each) => [pair(each), each.id]));
  const created: OrganizationMembership[] = [];
  const results = await importEach(queries, scope, {
    kind: 'organization_membership',
    candidates,
    present: new Set(there.map(({ id }) => id)),
    create: (record) => {
      requireThere(record, { users, organizations: organizationsThere });
      const membership = draftMembership(scope, record);
      const owner = taken.get(pair(membership));
      if (owner !== undefined) throw takenBy('user_id', owner);
      taken.set(pair(membership), membership.id);
      created.push(membership);
    },
  });
  if (!scope.dryRun && created.length > 0) await insertMemberships(queries, created);
  return results;
}

interface Records<T> {
  readonly kind: 'organization' | 'organization_membership';
  readonly candidates: readonly Candidate<T>[];
  readonly present: ReadonlySet<string>;
  /** Takes a record that is not there yet, or throws why not. */
  readonly create: (record: T) => void;
}

async function importEach<T extends OrganizationRecord | OrganizationMembershipRecord>(
  queries: Queries,
  { instanceId, now, dryRun }: ImportScope,
  { kind, candidates, present, create }: Records<T>,
): Promise<ImportResult[]> {
  const ids = candidates.map(({ record }) => record.id);
  const known = await findImportedRecords(queries, instanceId, { kind, ids });
  const made: T[] = [];
  const inBatch = new Set<string>();
  const results = candidates.map((candidate) => {
    const { record } = candidate;
    try {
      refuseRepeated(record.id, inBatch);
      inBatch.add(record.id);
      if (present.has(record.id)) return resultOf(candidate, 'unchanged');
      if (known.has(record.id)) return resultOf(candidate, 'skipped');
      create(record);
      made.push(record);
      return resultOf(candidate, 'created');
    } catch (error) {
      return refusedResult({ ...candidate, ...record }, error);
    }
  });
  const records = made.map((record) => ({
    id: record.id,
    fingerprint: fingerprintOf(record),
    fields: fieldsOf(record),
  }));
  if (!dryRun) await saveImportedRecords(queries, instanceId, { kind, records, now });
  return results;
}

const takenBy = (paramName: string, owner: string) =>
  new Refusal('form_identifier_exists', {
    param_name: paramName,
    message: 'is taken',
    long_message: `${owner} has this ${paramName} already: keep one of the two.`,
    owner,
  });

/** Throws Refusal resource_not_found, with `missing_ids`, for a membership whose user or organization is not here. */
function requireThere(
  { user_id, organization_id }: OrganizationMembershipRecord,
  { users, organizations }: { users: ReadonlySet<string>; organizations: ReadonlySet<string> },
): void {
  const missing = [
    ...(users.has(user_id) ? [] : [{ name: 'user_id', id: user_id }]),
    ...(organizations.has(organization_id) ? [] : [{ name: 'organization_id', id: organization_id }]),
  ];
  if (missing.length === 0) return;
  const ids = missing.map(({ id }) => id);
  throw new Refusal('resource_not_found', {
    param_name: missing[0]?.name,
    message: 'not found',
    long_message: `${ids.join(' and ')} not here: import first what a membership needs, and look whether it was refused.`,
    missing_ids: ids,
  });
}
