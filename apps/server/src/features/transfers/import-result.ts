import { type ApiError, apiError, type ImportOutcome, type TransferObject } from '@bartleby/api-contract';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import type { FieldViolation } from '../users/index.ts';

/** What became of one record of a batch. */
export interface ImportResult {
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly object: TransferObject | null;
  readonly id: string | null;
  readonly outcome: ImportOutcome;
  /** Why it was refused; empty for every other outcome. */
  readonly errors: readonly ApiError[];
  /** Where metadata that was written is not what the instance declares; empty where it refuses such a write. */
  readonly violations: readonly FieldViolation[];
}

/** A record that may go in, with its place in the batch. */
export interface Candidate<T> {
  readonly index: number;
  readonly record: T;
}

/** What a batch is imported into. */
export interface ImportScope {
  readonly instanceId: string;
  readonly settings: Instance['settings'];
  readonly now: Date;
  /** Decides everything and writes nothing. */
  readonly dryRun: boolean;
}

/** Throws Refusal form_param_duplicate for an id that an earlier record of the batch has. */
export function refuseRepeated(id: string, inBatch: ReadonlySet<string>): void {
  if (!inBatch.has(id)) return;
  throw new Refusal('form_param_duplicate', {
    param_name: 'id',
    message: 'is duplicate',
    long_message: `An earlier record has the id ${id} already: keep one of the two.`,
  });
}

export const resultOf = (
  { index, record }: Candidate<{ object: TransferObject; id: string }>,
  outcome: ImportOutcome,
  violations: readonly FieldViolation[] = [],
): ImportResult => ({ index, object: record.object, id: record.id, outcome, errors: [], violations });

/** The refusal of one record; a defect stays one. */
export function refusedResult(
  { index, object, id }: Pick<ImportResult, 'index' | 'object' | 'id'>,
  error: unknown,
): ImportResult {
  if (!(error instanceof Refusal)) throw error;
  const { code, meta } = error;
  const { errors = [apiError(code, meta)] } = meta as { errors?: readonly ApiError[] };
  return { index, object, id, outcome: 'refused', errors, violations: [] };
}
