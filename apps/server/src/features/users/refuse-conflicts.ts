import { Refusal } from '../../runtime/refusal.ts';
import { findConflictingField } from './user-write-store.ts';

/** Runs a write and turns a value that is already in use into a refusal that names the field. */
export async function refuseConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const field = findConflictingField(error);
    if (field === null) throw error;
    // Without the cause: a taken value is an everyday answer, and causes are logged as failures.
    throw new Refusal('form_identifier_exists', { param_name: field });
  }
}
