import {
  type CompiledTemplate,
  compileTemplate,
  type Diagnostic,
  type JsonObject,
  type TemplateData,
} from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { newSession, statementTime } from '../sessions/index.ts';
import { findUser } from '../users/index.ts';
import { loadSubjects } from './load-subjects.ts';
import { type RenderedToken, renderSessionToken, sessionCookieName } from './render-session-token.ts';
import type { OmittedClaims } from './session-token-claims.ts';
import { tokenMaterial } from './token-material.ts';
import { readsEverything, type TokenSubject } from './token-subject.ts';
import { findLatestSubjectOfUser, findSubjectBySession } from './token-subject-store.ts';

export interface PreviewInput {
  readonly instance: Instance;
  readonly userId: string;
  /** One of the user's active sessions; left out: the one used last, or a made-up one. */
  readonly sessionId?: string | undefined;
  /** A draft of the template; left out: the active one. */
  readonly source?: string | undefined;
}

/** The user's next session token, but for its signature. */
export interface TokenPreview {
  /** Equal, byte for byte, to the next token's claims but for `iat exp nbf jti fva`. */
  readonly claimsJson: string;
  readonly protectedHeader: RenderedToken['protectedHeader'];
  readonly tokenBytes: number;
  /** Name and value of the suffixed cookie. */
  readonly cookieBytes: number;
  readonly cookieName: string;
  /** Null when the user has no active session: then `sid` is made up. */
  readonly sessionId: string | null;
  /** What the template gave, also when it does not fit. */
  readonly customClaims: JsonObject;
  readonly omitted: OmittedClaims | null;
  /** Problems of the draft; one that is no JSON object renders as no template. */
  readonly diagnostics: readonly Diagnostic[];
  /** What a browser needs to render the same locally; no private metadata. */
  readonly data: TemplateData;
  readonly defaultClaims: JsonObject;
  readonly headerBytes: number;
}

/**
 * Shows the next session token of a user, by the same statement and the same rendering as the token itself.
 * @throws Refusal `resource_not_found` for an unknown user, or a session that is not an active one of theirs.
 */
export async function previewSessionToken(
  dependencies: Dependencies,
  input: PreviewInput,
): Promise<TokenPreview> {
  const { instance, source } = input;
  const found = await findPreviewSubject(dependencies, input);
  const subject = found ?? (await madeUpSubject(dependencies, input));
  const material = await tokenMaterial(dependencies, { ...instance, version: subject.instanceVersion });
  const draft = source === undefined ? null : compileDraft(source);
  const rendered = renderSessionToken({
    instance,
    subject,
    material: { ...material, template: draft ? draft.template : material.template },
    origin: subject.session.origin,
    tokenId: dependencies.random.secret(15),
  });
  return {
    claimsJson: rendered.claimsJson,
    protectedHeader: rendered.protectedHeader,
    tokenBytes: rendered.size.tokenBytes,
    cookieBytes: rendered.size.cookieBytes,
    cookieName: sessionCookieName(instance),
    sessionId: found?.session.id ?? null,
    customClaims: rendered.customClaims,
    omitted: rendered.omitted,
    diagnostics: draft?.diagnostics ?? [],
    data: rendered.data,
    defaultClaims: rendered.defaultClaims,
    headerBytes: Buffer.byteLength(JSON.stringify(rendered.protectedHeader)),
  };
}

function compileDraft(source: string): { template: CompiledTemplate | null; diagnostics: Diagnostic[] } {
  const checked = compileTemplate(source);
  if (checked.ok) return { template: checked.template, diagnostics: checked.diagnostics };
  const lenient = compileTemplate(source, { mode: 'stored' });
  return { template: lenient.ok ? lenient.template : null, diagnostics: checked.diagnostics };
}

async function findPreviewSubject(
  dependencies: Dependencies,
  { instance, userId, sessionId }: PreviewInput,
): Promise<TokenSubject | null> {
  const { clock, database } = dependencies;
  const now = statementTime(clock);
  // The draft may read what the active template does not: read everything, whatever the version says.
  const query = { reads: readsEverything, now };
  const { subjects } = await loadSubjects(dependencies, instance, async () => {
    const subject =
      sessionId === undefined
        ? await findLatestSubjectOfUser(database.queries, instance.id, { ...query, userId })
        : await findSubjectBySession(database.queries, instance.id, { ...query, sessionId });
    return subject ? [subject] : [];
  });
  const [subject] = subjects;
  if (sessionId !== undefined && subject?.session.userId !== userId) throw new Refusal('resource_not_found');
  return subject ?? null;
}

/** A user without an active session: shown as if they signed in now. */
async function madeUpSubject(
  dependencies: Dependencies,
  { instance, userId }: PreviewInput,
): Promise<TokenSubject> {
  const user = await findUser(dependencies.database.queries, instance.id, userId);
  if (!user) throw new Refusal('resource_not_found');
  const now = dependencies.clock.now();
  const input = { instance, userId, clientId: null, firstFactorVerifiedAt: now, origin: null };
  return {
    session: newSession(dependencies, input),
    user: { ...user, passwordHash: null, passwordDigest: null, privateMetadata: {} },
    instanceVersion: instance.version,
    clientUpdatedAt: null,
    now,
  };
}
