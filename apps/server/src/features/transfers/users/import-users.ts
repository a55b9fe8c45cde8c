import type { UserRecord } from '@bartleby/api-contract';
import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import {
  checkWrittenMetadata,
  type JsonObject,
  type MetadataField,
  type WrittenMetadata,
} from '../../users/index.ts';
import {
  type Candidate,
  type ImportResult,
  type ImportScope,
  refusedResult,
  refuseRepeated,
  resultOf,
} from '../import-result.ts';
import { findImportedRecords, type ImportedRecord, saveImportedRecords } from '../imported-record-store.ts';
import { fillsAnything, fillUser, type UserFilling } from './fill-user.ts';
import { type Claim, claimKey, claimsOf, refuseTaken } from './identifier-claims.ts';
import { draftUser, type UserDraft } from './user-draft.ts';
import { findOwners, findPresentUsers, insertRows, updateUserColumns } from './user-import-store.ts';
import { instantColumn, type UserRows } from './user-rows.ts';

/** A user record that was checked, with its place in the batch. */
export interface DraftedUser extends Candidate<UserRecord> {
  readonly draft: UserDraft;
}

/** Checks each record on its own; the database is not asked. */
export function draftUsers(
  dependencies: Dependencies,
  instanceId: string,
  candidates: readonly Candidate<UserRecord>[],
): { drafted: DraftedUser[]; refused: ImportResult[] } {
  const drafted: DraftedUser[] = [];
  const refused: ImportResult[] = [];
  for (const candidate of candidates)
    try {
      const draft = draftUser(dependencies, instanceId, candidate.record);
      drafted.push({ ...candidate, draft });
    } catch (error) {
      refused.push(refusedResult({ ...candidate, ...candidate.record }, error));
    }
  return { drafted, refused };
}

/** What is to be written. */
interface Plan {
  readonly created: UserRows[];
  readonly filled: { id: string; filling: UserFilling }[];
  readonly imported: ImportedRecord[];
}

/** Brings drafted users in, in the caller's transaction. Every user goes in wholly or not at all. */
export async function importUsersIn(
  queries: Queries,
  { instanceId, settings, now, dryRun }: ImportScope,
  drafted: readonly DraftedUser[],
): Promise<ImportResult[]> {
  if (drafted.length === 0) return [];
  const ids = drafted.map(({ record }) => record.id);
  const known = await findImportedRecords(queries, instanceId, { kind: 'user', ids });
  const present = await findPresentUsers(queries, instanceId, ids);
  const undecided = drafted.map((user) =>
    decide(user, present.get(user.record.id), known.get(user.record.id)),
  );
  const claims = undecided.flatMap((decision) => decision.claims);
  const owners = new Map(
    (await findOwners(queries, instanceId, claims)).map((claim) => [claimKey(claim), claim.owner]),
  );
  const plan: Plan = { created: [], filled: [], imported: [] };
  const inBatch = new Set<string>();
  const results = undecided.map((decision) => settle(decision, { settings, owners, inBatch, plan }));
  if (!dryRun) await write(queries, instanceId, plan, now);
  return results;
}

interface Decision {
  readonly user: DraftedUser;
  readonly outcome: 'create' | 'fill' | 'unchanged' | 'skipped';
  readonly filling: UserFilling | null;
  readonly claims: readonly Claim[];
}

function decide(
  user: DraftedUser,
  present: UserRows | undefined,
  known: ImportedRecord | undefined,
): Decision {
  const nothing = { user, filling: null, claims: [] };
  if (!present) {
    if (known) return { ...nothing, outcome: 'skipped' };
    return {
      user,
      outcome: 'create',
      filling: null,
      claims: claimsOf({ ...user.draft, columns: user.draft.user }),
    };
  }
  if (known?.fingerprint.equals(user.draft.fingerprint)) return { ...nothing, outcome: 'unchanged' };
  const filling = fillUser(user.draft, present, known?.fields ?? null);
  return { user, outcome: 'fill', filling, claims: claimsOf(filling) };
}

interface Settling extends Pick<ImportScope, 'settings'> {
  readonly owners: Map<string, string>;
  /** Ids that earlier records of this batch have had. */
  readonly inBatch: Set<string>;
  readonly plan: Plan;
}

/** The record's result; what it takes is taken from then on. */
function settle(decision: Decision, { settings, owners, inBatch, plan }: Settling): ImportResult {
  const { user, outcome, filling, claims } = decision;
  const { draft, record } = user;
  let violations: ImportResult['violations'];
  try {
    refuseRepeated(record.id, inBatch);
    refuseTaken(claims, owners);
    violations = checkWrittenMetadata({ settings }, writtenMetadata(decision));
  } catch (error) {
    return refusedResult({ ...user, ...record }, error);
  }
  inBatch.add(record.id);
  if (outcome === 'unchanged' || outcome === 'skipped') return resultOf(user, outcome);
  for (const claim of claims) owners.set(claimKey(claim), record.id);
  plan.imported.push({ id: record.id, fingerprint: draft.fingerprint, fields: draft.fields });
  if (outcome === 'create') {
    plan.created.push(draft);
    return resultOf(user, 'created', violations);
  }
  if (!filling || !fillsAnything(filling)) return resultOf(user, 'unchanged');
  plan.filled.push({ id: record.id, filling });
  return resultOf(user, 'updated', violations);
}

/** Of a new user what the record says, of a present one what it fills: what stays as it is here is not looked at. */
function writtenMetadata({ user, outcome, filling }: Decision): WrittenMetadata {
  const { fields, user: columns } = user.draft;
  const written = outcome === 'create' ? columns : (filling?.columns ?? {});
  const stated = (field: MetadataField) =>
    fields.includes(field) ? (written[field] as JsonObject | undefined) : undefined;
  return {
    public_metadata: stated('public_metadata'),
    unsafe_metadata: stated('unsafe_metadata'),
    private_metadata: stated('private_metadata'),
  };
}

async function write(queries: Queries, instanceId: string, plan: Plan, now: Date): Promise<void> {
  const { created, filled, imported } = plan;
  const parts = [...created, ...filled.map(({ filling }) => filling)];
  const insert = (table: Parameters<typeof insertRows>[2], rows: Parameters<typeof insertRows>[3]) =>
    insertRows(queries, instanceId, table, rows);
  await insert(
    'users',
    created.map(({ user }) => user),
  );
  await insert(
    'email_addresses',
    parts.flatMap((part) => part.emailAddresses),
  );
  await insert(
    'phone_numbers',
    parts.flatMap((part) => part.phoneNumbers),
  );
  await insert(
    'external_accounts',
    parts.flatMap((part) => part.externalAccounts),
  );
  await insert(
    'backup_codes',
    parts.flatMap((part) => part.backupCodes),
  );
  for (const { id, filling } of filled) {
    const updated_at = filling.updatedAt ?? instantColumn(now.getTime());
    await updateUserColumns(queries, { instanceId, id, columns: { ...filling.columns, updated_at } });
  }
  await saveImportedRecords(queries, instanceId, { kind: 'user', records: imported, now });
}
