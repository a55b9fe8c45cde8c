import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { statementTime } from '../sessions/index.ts';
import { type IssuedToken, issueFor } from './issue-session-token.ts';
import { loadSubjects } from './load-subjects.ts';
import type { SubjectReads } from './token-subject.ts';
import { listSubjectsOfClient } from './token-subject-store.ts';

/** A fresh token for every active session of a browser, by one statement; oldest session first. */
export async function issueClientTokens(
  dependencies: Dependencies,
  input: { instance: Instance; clientId: string; origin?: string | null },
): Promise<IssuedToken[]> {
  const { instance, clientId, ...rest } = input;
  const { clock, database } = dependencies;
  const now = statementTime(clock);
  const list = (reads: SubjectReads) =>
    listSubjectsOfClient(database.queries, instance.id, { reads, now, clientId });
  const { subjects, material } = await loadSubjects(dependencies, instance, list);
  if (!material) return [];
  return Promise.all(
    subjects.map((subject) => issueFor(dependencies, { ...rest, instance, subject, material })),
  );
}
