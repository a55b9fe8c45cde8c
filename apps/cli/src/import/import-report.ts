import type { ImportOutcome, MetadataViolationResource } from '@bartleby/api-contract';
import { printable } from '../printable-text.ts';
import type { ProgressLine } from '../progress-line.ts';
import type { RecordSource, RowProblem, SourceRow } from './sources/source-row.ts';

export type ImportCounts = Record<ImportOutcome, number>;

/** Users that are named whose metadata is not what the schemas say; the others are counted. */
const MAX_EXAMPLES = 10;

/** Tells what becomes of rows as it becomes known, and keeps nothing but counts. */
export class ImportReport {
  readonly counts: ImportCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 };
  /** Users who went in with metadata that is not what the instance's schemas say. */
  private violating = 0;
  private readonly json: boolean;
  private readonly progress: ProgressLine;

  constructor(progress: ProgressLine, { json }: { json: boolean }) {
    this.progress = progress;
    this.json = json;
  }

  /** One row is done with. */
  count(outcome: ImportOutcome): void {
    this.counts[outcome] += 1;
  }

  /** A row that does not go in, and why. */
  refuse(source: RecordSource, { row, id }: SourceRow, problems: readonly RowProblem[]): void {
    this.count('refused');
    if (this.json) this.line({ type: 'refused', source: source.name, row, id, problems });
    else
      for (const { field, message } of problems)
        this.progress.say(
          `${source.name}, ${source.unit} ${row}${id ? ` (${id})` : ''}: ${field}: ${message}`,
        );
  }

  skip(source: RecordSource, { row, id }: SourceRow): void {
    this.count('skipped');
    if (this.json) this.line({ type: 'skipped', source: source.name, row, id });
    else
      this.progress.say(
        `${source.name}, ${source.unit} ${row} (${id}): was imported before and deleted here since; it stays deleted.`,
      );
  }

  /** A row that went in though its metadata is not what the instance's schemas say. */
  noteViolations(
    source: RecordSource,
    { row, id }: SourceRow,
    violations: readonly MetadataViolationResource[],
  ): void {
    if (violations.length === 0) return;
    this.violating += 1;
    if (this.json) this.line({ type: 'metadata_violation', source: source.name, row, id, violations });
    else if (this.violating <= MAX_EXAMPLES) {
      const places = violations.map(({ field, pointer, message }) => `${field}${pointer} ${message}`);
      this.progress.say(
        printable(`Warning: ${source.name}, ${source.unit} ${row} (${id}): ${places.join('; ')}`),
      );
    }
  }

  warn(text: string): void {
    if (this.json) this.line({ type: 'warning', message: text });
    else this.progress.say(`Note: ${text}`);
  }

  /** The last word. */
  finish({ dryRun }: { dryRun: boolean }): void {
    this.progress.clear();
    const { counts, violating } = this;
    if (this.json) this.line({ type: 'summary', dry_run: dryRun, ...counts, metadata_violating: violating });
    else process.stdout.write(`${summaryText(counts, dryRun)}${violatingText(violating, dryRun)}\n`);
  }

  private line(value: object): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }
}

function violatingText(violating: number, dryRun: boolean): string {
  if (violating === 0) return '';
  const [users, have] = violating === 1 ? ['user', 'has'] : ['users', 'have'];
  const goIn = dryRun ? 'would go in' : 'went in';
  const more = violating > MAX_EXAMPLES ? ` The first ${MAX_EXAMPLES} are named above.` : '';
  return (
    `\n${violating} ${users} of them ${have} metadata that is not what this instance's metadata schemas say, and ${goIn} ` +
    `all the same (enforcement: warn).${more} \`bartleby metadata-schema check\` lists who does not conform.`
  );
}

/** What an import did, or with a dry run would do, in a sentence or two. */
export function summaryText(counts: ImportCounts, dryRun: boolean): string {
  const { created, updated, unchanged, skipped, refused } = counts;
  const total = created + updated + unchanged + skipped + refused;
  if (total === 0) return 'There was nothing to import.';
  const changes = created + updated;
  const parts = [
    `${created} ${dryRun ? 'would be created' : 'created'}`,
    `${updated} ${dryRun ? 'would be completed' : 'completed'}`,
    `${unchanged} unchanged`,
    ...(skipped > 0 ? [`${skipped} deleted here before`] : []),
    `${refused} refused`,
  ].join(', ');
  const nothing = changes === 0 && refused === 0 ? ' Everything is here already: nothing was changed.' : '';
  const mend = refused > 0 ? ' Mend the refused ones and run it again: only they are missing.' : '';
  return `${total} records: ${parts}.${dryRun ? ' Nothing was written.' : ''}${dryRun ? '' : nothing}${dryRun ? '' : mend}`;
}
