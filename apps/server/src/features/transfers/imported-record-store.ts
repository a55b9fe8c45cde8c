import type { TransferObject } from '@bartleby/api-contract';
import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';

export interface ImportedRecordsTable {
  instance_id: string;
  kind: TransferObject;
  id: string;
  fingerprint: Buffer;
  fields: string[];
  imported_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    imported_records: ImportedRecordsTable;
  }
}

/** What an earlier import brought in. */
export interface ImportedRecord {
  readonly id: string;
  readonly fingerprint: Buffer;
  readonly fields: readonly string[];
}

/** Earlier imports of these, by id. */
export async function findImportedRecords(
  queries: Queries,
  instanceId: string,
  { kind, ids }: { kind: TransferObject; ids: readonly string[] },
): Promise<Map<string, ImportedRecord>> {
  const rows = await queries
    .selectFrom('imported_records')
    .select(['id', 'fingerprint', 'fields'])
    .where('instance_id', '=', instanceId)
    .where('kind', '=', kind)
    .where(sql<boolean>`id = any(${ids})`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Notes what was brought in; what is known of earlier imports is joined with it. */
export async function saveImportedRecords(
  queries: Queries,
  instanceId: string,
  { kind, records, now }: { kind: TransferObject; records: readonly ImportedRecord[]; now: Date },
): Promise<void> {
  if (records.length === 0) return;
  await queries
    .insertInto('imported_records')
    .values(
      records.map(({ id, fingerprint, fields }) => ({
        instance_id: instanceId,
        kind,
        id,
        fingerprint,
        fields: [...fields],
        imported_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['instance_id', 'kind', 'id']).doUpdateSet({
        fingerprint: sql`excluded.fingerprint`,
        fields: sql`(select array_agg(distinct name order by name)
          from unnest(imported_records.fields || excluded.fields) name)`,
        imported_at: sql`excluded.imported_at`,
      }),
    )
    .execute();
}
