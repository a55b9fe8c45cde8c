import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<{ open: boolean }>();

/** Runs `work` marked as being inside a transaction. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const mark = { open: true };
  try {
    return await current.run(mark, work);
  } finally {
    mark.open = false; // Work started inside but still running afterwards is free again.
  }
}

/**
 * Throws when called inside an open transaction: a second connection there would wait for itself on
 * the embedded database, and miss the transaction's own writes on any.
 */
export function refuseInsideTransaction(): void {
  if (current.getStore()?.open)
    throw new Error(
      'inside a transaction use the queries it was given, not database.queries or another transaction',
    );
}
