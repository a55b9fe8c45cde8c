import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { lastKnownReads, type TokenMaterial, tokenMaterial } from './token-material.ts';
import { covers, type SubjectReads, type TokenSubject } from './token-subject.ts';

export interface LoadedSubjects {
  readonly subjects: readonly TokenSubject[];
  /** Null when there are no subjects. */
  readonly material: TokenMaterial | null;
}

/** A template that changes faster than its own reading is followed this often. */
const MAX_ROUNDS = 4;

/**
 * Runs the statement with what the last template known to this node reads, and once more when the version that
 * came back reads more (DESIGN flow A, step 2). Template and subjects always belong together: a subject is only
 * used with the material of the version that its own statement saw.
 */
export async function loadSubjects(
  dependencies: Dependencies,
  instance: Instance,
  list: (reads: SubjectReads) => Promise<readonly TokenSubject[]>,
): Promise<LoadedSubjects> {
  let reads = lastKnownReads(dependencies, instance.id);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const subjects = await list(reads);
    const [first] = subjects;
    if (!first) return { subjects, material: null };
    const material = await tokenMaterial(dependencies, { ...instance, version: first.instanceVersion });
    if (covers(reads, material.reads)) return { subjects, material };
    reads = material.reads;
  }
  throw new Error('the session token template changed faster than it could be read');
}
