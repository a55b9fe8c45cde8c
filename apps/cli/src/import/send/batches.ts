import type { TransferRecord } from '@bartleby/api-contract';
import type { SourceRow } from '../sources/source-row.ts';

/** A row whose record may be sent. */
export interface ReadyRow extends SourceRow {
  readonly record: TransferRecord;
}

/** Records of one request, which is one transaction: long ones would keep other requests waiting. */
const MAX_RECORDS = 100;
/** The server takes bodies of 1 MiB. */
const MAX_BYTES = 900_000;

/** Collects rows until they fill a request. */
export class Batch {
  private rows: ReadyRow[] = [];
  private bytes = 0;

  /** The rows to send before this one, if it does not fit any more; then keeps it. */
  add(row: ReadyRow): ReadyRow[] {
    const bytes = Buffer.byteLength(JSON.stringify(row.record)) + 1;
    const isFull = this.rows.length >= MAX_RECORDS || this.bytes + bytes > MAX_BYTES;
    const full = isFull ? this.take() : [];
    this.rows.push(row);
    this.bytes += bytes;
    return full;
  }

  take(): ReadyRow[] {
    const { rows } = this;
    this.rows = [];
    this.bytes = 0;
    return rows;
  }
}
