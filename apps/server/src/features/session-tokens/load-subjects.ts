import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { lastKnownReads, type TokenMaterial, tokenMaterial } from './token-material.ts';
import { covers, type SubjectReads, type TokenSubject } from './token-subject.ts';

export interface LoadedSubjects<Material> {
  readonly subjects: readonly TokenSubject[];
  /** Null when there are no subjects. */
  readonly material: Material | null;
}

/** Where a kind of token gets its template and key. */
export interface MaterialSource<Material> {
  /** What the last template known to this node reads. */
  readonly lastKnownReads: SubjectReads;
  /** The material of this version of the instance; a rejection ends the request. */
  at(instanceVersion: number): Promise<Material>;
}

/** A template that changes faster than its own reading is followed this often. */
const MAX_ROUNDS = 4;

/** Session tokens: as `loadSubjectsFrom`, with the session token's own template. */
export function loadSubjects(
  dependencies: Dependencies,
  instance: Instance,
  list: (reads: SubjectReads) => Promise<readonly TokenSubject[]>,
): Promise<LoadedSubjects<TokenMaterial>> {
  const source = {
    lastKnownReads: lastKnownReads(dependencies, instance.id),
    at: (version: number) => tokenMaterial(dependencies, { ...instance, version }),
  };
  return loadSubjectsFrom(source, list);
}

/**
 * Runs the statement with what the last template known to this node reads, and once more when the version that
 * came back reads more (DESIGN flow A, step 2). Template and subjects always belong together: a subject is only
 * used with the material of the version that its own statement saw.
 */
export async function loadSubjectsFrom<Material extends { readonly reads: SubjectReads }>(
  source: MaterialSource<Material>,
  list: (reads: SubjectReads) => Promise<readonly TokenSubject[]>,
): Promise<LoadedSubjects<Material>> {
  let reads = source.lastKnownReads;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const subjects = await list(reads);
    const [first] = subjects;
    if (!first) return { subjects, material: null };
    const material = await source.at(first.instanceVersion);
    if (covers(reads, material.reads)) return { subjects, material };
    reads = material.reads;
  }
  throw new Error('the template changed faster than it could be read');
}
