import type { TransferRecord } from '@bartleby/api-contract';
import type { PlatformClient } from '../platform-client.ts';
import type { ProgressLine } from '../progress-line.ts';
import type { ImportReport } from './import-report.ts';
import { Batch, type ReadyRow } from './send/batches.ts';
import { IdentifierIndex } from './send/identifier-index.ts';
import { identifiersOf } from './send/record-identifiers.ts';
import { type RecordResult, sendBatch } from './send/send-batch.ts';
import type { RecordSource, RowProblem, SourceRow } from './sources/source-row.ts';

export interface ImportRun {
  readonly client: PlatformClient;
  /** The instance, below `/v1/platform`. */
  readonly path: string;
  readonly dryRun: boolean;
  readonly report: ImportReport;
  readonly progress: ProgressLine;
}

/**
 * Imports sources, one after the other, batch by batch; what a source does not say the next one may complete.
 * Nothing is held but the current batch and hashes of ids.
 */
export async function runImport(run: ImportRun, sources: readonly RecordSource[]): Promise<void> {
  // A dry run writes nothing, so that what its earlier rows would take has to be remembered here.
  const wouldTake = new IdentifierIndex();
  for (const source of sources) {
    const ids = new IdentifierIndex();
    const batch = new Batch();
    const rows = source.rows((text) => run.report.warn(text))[Symbol.asyncIterator]();
    let fault: unknown = null;
    for (;;) {
      const next = await rows.next().catch((error: unknown) => {
        fault = error ?? new Error('the source failed');
        return { done: true as const, value: undefined };
      });
      if (next.done) break;
      const ready = readyRow(run, source, next.value, ids);
      const full = ready ? batch.add(ready) : [];
      if (full.length > 0) await send(run, source, full, wouldTake);
    }
    // What stands before a fault in the source is as good as ever.
    await send(run, source, batch.take(), wouldTake);
    if (fault) throw fault;
  }
}

/** The row, if its record may be sent. */
function readyRow(
  run: ImportRun,
  source: RecordSource,
  row: SourceRow,
  ids: IdentifierIndex,
): ReadyRow | null {
  const { record, problems } = row;
  if (!record) {
    refuseRow(run, source, row, problems);
    return null;
  }
  // An API's pages may overlap; a file's rows may not.
  if (source.unit !== 'object' && ids.has(record.id)) {
    const message = 'is in an earlier row already: keep one of the two.';
    refuseRow(run, source, row, [{ field: 'id', message }]);
    return null;
  }
  ids.add(record.id, record.id);
  return { ...row, record };
}

function refuseRow(
  { report, progress }: ImportRun,
  source: RecordSource,
  row: SourceRow,
  problems: readonly RowProblem[],
): void {
  report.refuse(source, row, problems);
  progress.advance(1, source);
}

async function send(
  run: ImportRun,
  source: RecordSource,
  rows: readonly ReadyRow[],
  wouldTake: IdentifierIndex,
): Promise<void> {
  if (rows.length === 0) return;
  const { client, path, dryRun, report, progress } = run;
  const records = rows.map(({ record }) => record);
  const results = await sendBatch(client, path, { records, dryRun });
  for (const [index, row] of rows.entries()) {
    const result = dryRun ? foreseen(results[index]!, row, wouldTake) : results[index]!;
    if (result.outcome === 'refused') report.refuse(source, row, problemsOf(result));
    else if (result.outcome === 'skipped') report.skip(source, row);
    else {
      report.count(result.outcome);
      report.noteViolations(source, row, result.metadata_violations);
    }
  }
  progress.advance(rows.length, source);
}

const problemsOf = ({ errors }: RecordResult): RowProblem[] =>
  errors.map(({ code, message, long_message: sentence, meta }) => {
    const field = String(meta.param_name ?? 'record');
    return code === 'metadata_schema_violated'
      ? { field: `${field}${String(meta.pointer)}`, message }
      : { field, message: sentence };
  });

/** The server's word, corrected by what the earlier rows of this dry run would have done. */
function foreseen(result: RecordResult, { record }: ReadyRow, wouldTake: IdentifierIndex): RecordResult {
  const isRefused = result.outcome === 'refused' && !lacksOnly(result, record, wouldTake);
  if (isRefused || result.outcome === 'unchanged' || result.outcome === 'skipped') return result;
  const identifiers = identifiersOf(record);
  const taken = identifiers.find(({ identifier }) => wouldTake.isTaken(identifier, record.id));
  if (taken) return takenEarlier(taken.field);
  const isKnown = wouldTake.has(record.id);
  wouldTake.add(record.id, record.id);
  for (const { identifier } of identifiers) wouldTake.add(identifier, record.id);
  return { ...result, outcome: isKnown || result.outcome === 'updated' ? 'updated' : 'created', errors: [] };
}

/** Whether a membership was refused for nothing but a user or organization that earlier rows would have brought in. */
function lacksOnly({ errors }: RecordResult, record: TransferRecord, wouldTake: IdentifierIndex): boolean {
  if (record.object !== 'organization_membership') return false;
  const missing = errors.flatMap(({ code, meta }) =>
    code === 'resource_not_found' ? meta.missing_ids : [null],
  );
  return missing.every((id) => typeof id === 'string' && wouldTake.has(id));
}

function takenEarlier(field: string): RecordResult {
  const message = 'belongs to an earlier row already: take it from one of the two.';
  const error = {
    code: 'form_identifier_exists',
    message,
    long_message: message,
    meta: { param_name: field },
  };
  return { outcome: 'refused', errors: [error], metadata_violations: [] };
}
