import { signJwt, tokenCategories } from '@bartleby/session-token';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { recordSessionActivity, statementTime, updateSessionOrigin } from '../sessions/index.ts';
import { loadSubjects } from './load-subjects.ts';
import { reportOmittedClaims } from './overflow/report-omitted-claims.ts';
import { renderSessionToken } from './render-session-token.ts';
import type { TokenMaterial } from './token-material.ts';
import type { SubjectReads, TokenSubject } from './token-subject.ts';
import { findSubjectByCredential, findSubjectBySession } from './token-subject-store.ts';

export interface TokenRequest {
  readonly instance: Instance;
  /** SHA-256 of the client cookie; left out by a backend, which may act for every session. */
  readonly clientSecretHash?: Buffer;
  readonly sessionId: string;
  /** Claim `azp`: the page that asks; null for none; left out: that of the session's latest token. */
  readonly origin?: string | null;
  readonly lifetimeSeconds?: number | undefined;
}

export interface IssuedToken {
  readonly jwt: string;
  readonly subject: TokenSubject;
  readonly issuedAtSeconds: number;
}

/**
 * Issues a session token (DESIGN flow A): one statement on the primary from the client credential to session,
 * user and version; claims; signature. Strict: a request that starts after a revocation was acknowledged finds
 * no session.
 * @throws Refusal `authentication_invalid` when the session is not an active one (of this browser).
 */
export async function issueSessionToken(
  dependencies: Dependencies,
  request: TokenRequest,
): Promise<IssuedToken> {
  const { instance } = request;
  const list = (reads: SubjectReads) => findSubject(dependencies, request, reads);
  const { subjects, material } = await loadSubjects(dependencies, instance, list);
  const [subject] = subjects;
  if (!subject || !material) throw new Refusal('authentication_invalid');
  return issueFor(dependencies, { ...request, subject, material });
}

/** The session as a list of at most one, read by one statement. */
export async function findSubject(
  { clock, database: { queries } }: Dependencies,
  { instance, sessionId, clientSecretHash }: TokenRequest,
  reads: SubjectReads,
): Promise<TokenSubject[]> {
  const query = { reads, now: statementTime(clock), sessionId };
  const subject = clientSecretHash
    ? await findSubjectByCredential(queries, instance.id, { ...query, clientSecretHash })
    : await findSubjectBySession(queries, instance.id, query);
  return subject ? [subject] : [];
}

export interface IssueInput {
  readonly instance: Instance;
  readonly subject: TokenSubject;
  readonly material: TokenMaterial;
  readonly origin?: string | null;
  readonly lifetimeSeconds?: number | undefined;
}

/** Renders and signs a token for a subject that was just read, and notes that its session is in use. */
export async function issueFor(dependencies: Dependencies, input: IssueInput): Promise<IssuedToken> {
  const { instance, subject, material, lifetimeSeconds } = input;
  const { session, now } = subject;
  const origin = input.origin === undefined ? session.origin : input.origin;
  // A preview shows the azp of the next token, so the origin is stored before this one is out.
  if (origin !== null && origin !== session.origin)
    await updateSessionOrigin(dependencies.database.queries, instance.id, session.id, origin);
  const tokenId = dependencies.random.secret(15);
  const rendered = renderSessionToken({ instance, subject, material, origin, tokenId, lifetimeSeconds });
  if (rendered.omitted)
    await reportOmittedClaims(dependencies, {
      instance,
      instanceVersion: subject.instanceVersion,
      session,
      omitted: rendered.omitted,
      now,
    });
  const jwt = await signJwt({
    claimsJson: rendered.claimsJson,
    category: tokenCategories.session,
    originalIssuedAtSeconds: rendered.issuedAtSeconds,
    signer: material.signer,
  });
  recordSessionActivity(dependencies, session, now);
  return { jwt, subject, issuedAtSeconds: rendered.issuedAtSeconds };
}
