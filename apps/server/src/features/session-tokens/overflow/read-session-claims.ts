import { type JsonObject, renderTemplate } from '@bartleby/claims-template';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import { findSubject } from '../issue-session-token.ts';
import { loadSubjects } from '../load-subjects.ts';
import { templateData } from '../render-session-token.ts';
import type { SubjectReads } from '../token-subject.ts';

export interface SessionClaims {
  /** What the template gives, whether or not it fits in a cookie. */
  readonly claims: JsonObject;
  /** When what the template read was read. */
  readonly claimsAsOf: Date;
}

/**
 * The custom claims of a session, for a server whose user's token had to leave them out (DESIGN decision 17). No token
 * is made.
 * @throws Refusal `authentication_invalid` when the session is not an active one
 */
export async function readSessionClaims(
  dependencies: Dependencies,
  request: { readonly instance: Instance; readonly sessionId: string },
): Promise<SessionClaims> {
  const { instance } = request;
  const list = (reads: SubjectReads) => findSubject(dependencies, request, reads);
  const { subjects, material } = await loadSubjects(dependencies, instance, list);
  const [subject] = subjects;
  if (!subject || !material) throw new Refusal('authentication_invalid');
  const { template } = material;
  const claims = template ? renderTemplate(template, templateData(instance, subject)) : {};
  return { claims, claimsAsOf: subject.now };
}
