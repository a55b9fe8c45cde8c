import { createHash } from 'node:crypto';
import { renderTemplate, serializeClaims } from '@bartleby/claims-template';
import type { Dependencies } from '../../../dependencies.ts';
import type { Instance } from '../../instances/index.ts';
import { statementTime } from '../../sessions/index.ts';
import { loadSubjects } from '../load-subjects.ts';
import { templateData } from '../render-session-token.ts';
import type { SubjectReads } from '../token-subject.ts';
import { listSubjectsOfSessions } from '../token-subject-store.ts';

/** What the next token of a session would say, in short. */
export interface ClaimsFingerprint {
  readonly sessionId: string;
  /** Equal for equal claims of the template; says nothing about their content. */
  readonly fingerprint: string;
  /** When what the template read was read: the statement's time. */
  readonly claimsAsOf: Date;
}

/**
 * Renders the template for sessions without signing anything, by one statement. Sessions that are not active are left
 * out. Default claims do not count: they change with every token, or never.
 */
export async function fingerprintClaims(
  dependencies: Dependencies,
  { instance, sessionIds }: { instance: Instance; sessionIds: readonly string[] },
): Promise<ClaimsFingerprint[]> {
  const now = statementTime(dependencies.clock);
  const { queries } = dependencies.database;
  const list = (reads: SubjectReads) =>
    listSubjectsOfSessions(queries, instance.id, { reads, now, sessionIds });
  const { subjects, material } = await loadSubjects(dependencies, instance, list);
  return subjects.map((subject) => {
    const template = material?.template;
    const claims = template ? renderTemplate(template, templateData(instance, subject)) : {};
    return {
      sessionId: subject.session.id,
      fingerprint: createHash('sha256').update(serializeClaims(claims)).digest('base64url'),
      claimsAsOf: subject.now,
    };
  });
}
