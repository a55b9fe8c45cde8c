import {
  type OrganizationMembershipRecord,
  type OrganizationRecord,
  type TransferObject,
  transferObjects,
  type UserRecord,
} from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import type { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent, recordEvents } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { metadataViolationEvent } from '../users/index.ts';
import { type Candidate, type ImportResult, type ImportScope, refusedResult } from './import-result.ts';
import { importMembershipsIn, importOrganizationsIn } from './organizations/import-organizations.ts';
import { type RecordErrors, requireRecord } from './record-schemas.ts';
import { draftUsers, importUsersIn } from './users/import-users.ts';

export interface ImportInput {
  readonly instance: Instance;
  readonly actor: Actor;
  readonly records: readonly unknown[];
  readonly dryRun: boolean;
  /** The refusal of a record that its schema does not allow. */
  readonly refusalOf: (errors: RecordErrors) => Refusal;
}

/** How often a batch is tried again after somebody took one of its identifiers in the same moment. */
const TRIES = 4;

/**
 * Imports one batch in one transaction: when this resolves without `dryRun`, every record that is not refused is in
 * to stay. A record goes in wholly or not at all, and one that is refused stops no other. Records keep their ids;
 * what is there already is never overwritten, so the same batch again changes nothing.
 * @returns one result per record, in their order
 */
export async function importRecords(
  dependencies: Dependencies,
  { instance, actor, records, dryRun, refusalOf }: ImportInput,
): Promise<ImportResult[]> {
  const { id: instanceId, settings } = instance;
  const scope: ImportScope = { instanceId, settings, now: dependencies.clock.now(), dryRun };
  const { users, organizations, memberships, refused } = sortRecords(records, refusalOf);
  const { drafted, refused: refusedUsers } = draftUsers(dependencies, instanceId, users);
  const imported = await retryConflicts(() =>
    dependencies.database.transaction(async (queries) => {
      const results = [
        ...(await importUsersIn(queries, scope, drafted)),
        ...(await importOrganizationsIn(queries, scope, organizations)),
        ...(await importMembershipsIn(queries, scope, memberships)),
      ];
      const data = countsOf(results);
      if (!dryRun && data.created + data.updated > 0) {
        await recordEvent(queries, instanceId, { type: 'records.imported', actor, data });
        await recordEvents(queries, instanceId, violationEvents(results, actor));
      }
      return results;
    }),
  );
  return [...refused, ...refusedUsers, ...imported].sort((one, other) => one.index - other.index);
}

const violationEvents = (results: readonly ImportResult[], actor: Actor) =>
  results
    .filter(({ violations }) => violations.length > 0)
    .map(({ id, violations }) => metadataViolationEvent({ userId: String(id), actor, violations }));

/** How many records had each outcome. */
export function countsOf(results: readonly ImportResult[]) {
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

interface SortedRecords {
  users: Candidate<UserRecord>[];
  organizations: Candidate<OrganizationRecord>[];
  memberships: Candidate<OrganizationMembershipRecord>[];
  refused: ImportResult[];
}

function sortRecords(records: readonly unknown[], refusalOf: ImportInput['refusalOf']): SortedRecords {
  const sorted: SortedRecords = { users: [], organizations: [], memberships: [], refused: [] };
  for (const [index, given] of records.entries()) {
    const { object, id } = namesOf(given);
    try {
      const record = requireRecord(given, object, refusalOf);
      if (record.object === 'user') sorted.users.push({ index, record });
      else if (record.object === 'organization') sorted.organizations.push({ index, record });
      else sorted.memberships.push({ index, record });
    } catch (error) {
      sorted.refused.push(refusedResult({ index, object, id }, error));
    }
  }
  return sorted;
}

function namesOf(given: unknown): { object: TransferObject | null; id: string | null } {
  const { object, id } = (typeof given === 'object' && given !== null ? given : {}) as Record<
    string,
    unknown
  >;
  return {
    object: transferObjects.find((each) => each === object) ?? null,
    id: typeof id === 'string' ? id.slice(0, 64) : null,
  };
}

const UNIQUE_VIOLATION = '23505'; // PostgreSQL, appendix A: error codes

async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1)
    try {
      return await work();
    } catch (error) {
      if (left === 0 || (error as { code?: unknown } | null)?.code !== UNIQUE_VIOLATION) throw error;
    }
}
