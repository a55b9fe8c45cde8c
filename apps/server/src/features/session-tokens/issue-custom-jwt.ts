import { mergeDefaultClaims, renderTemplate, serializeClaims } from '@bartleby/claims-template';
import { defaultCustomJwtClaims, MAX_TOKEN_LENGTH, signJwt, tokenCategories } from '@bartleby/session-token';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordSessionActivity, updateSessionOrigin } from '../sessions/index.ts';
import { type CustomJwtMaterial, customJwtSource } from './custom-jwt-material.ts';
import { findSubject, type TokenRequest } from './issue-session-token.ts';
import { loadSubjectsFrom } from './load-subjects.ts';
import { issuedAt, templateData } from './render-session-token.ts';
import type { SubjectReads, TokenSubject } from './token-subject.ts';

export interface CustomJwtRequest extends TokenRequest {
  readonly templateName: string;
}

/**
 * Issues a custom JWT by the name of its JWT template, as strictly as a session token: the same one statement
 * from the client credential to session, user and version. It carries category "custom JWT", no `sid`, and is
 * signed with the template's own key if it has one (backend-api.md 1.7).
 * @throws Refusal `authentication_invalid` when the session is not an active one (of this browser); then
 *   `resource_not_found` for an unknown name; `custom_jwt_too_large`
 */
export async function issueCustomJwt(
  dependencies: Dependencies,
  request: CustomJwtRequest,
): Promise<{ jwt: string }> {
  const { instance, templateName } = request;
  const list = (reads: SubjectReads) => findSubject(dependencies, request, reads);
  const source = customJwtSource(dependencies, instance, templateName);
  const { subjects, material } = await loadSubjectsFrom(source, list);
  const [subject] = subjects;
  if (!subject || !material) throw new Refusal('authentication_invalid');
  const { session, now } = subject;
  const origin = request.origin === undefined ? session.origin : request.origin;
  if (origin !== null && origin !== session.origin)
    await updateSessionOrigin(dependencies.database.queries, instance.id, session.id, origin);
  const tokenId = dependencies.random.secret(15);
  const jwt = await sign(request, { material, subject, origin, tokenId });
  recordSessionActivity(dependencies, session, now);
  return { jwt };
}

interface SignInput {
  readonly material: CustomJwtMaterial;
  readonly subject: TokenSubject;
  readonly origin: string | null;
  readonly tokenId: string;
}

async function sign(request: CustomJwtRequest, input: SignInput): Promise<string> {
  const { material, subject, origin, tokenId } = input;
  const issuedAtSeconds = issuedAt(subject);
  const defaults = defaultCustomJwtClaims({
    ...(origin !== null && { azp: origin }),
    issuer: request.instance.issuer,
    issuedAtSeconds,
    lifetimeSeconds: request.lifetimeSeconds ?? material.lifetimeSeconds,
    allowedClockSkewSeconds: material.allowedClockSkewSeconds,
    tokenId,
    userId: subject.session.userId,
  }) as Parameters<typeof mergeDefaultClaims>[1];
  const claims = renderTemplate(material.template, templateData(request.instance, subject));
  try {
    return await signJwt({
      claimsJson: serializeClaims(mergeDefaultClaims(claims, defaults, material.ownClaims)),
      category: tokenCategories.customJwt,
      originalIssuedAtSeconds: issuedAtSeconds,
      signer: material.signer,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('custom_jwt_too_large', { name: request.templateName, max_length: MAX_TOKEN_LENGTH });
  }
}
