import {
  compileTemplate,
  type ExplainedClaim,
  explainClaims,
  type JsonObject,
  omittedClaimsMarker,
  type TemplateData,
} from '@bartleby/claims-template';
import type { SessionClaims } from '@bartleby/session-token';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import {
  activeSessionTokenTemplate,
  type SessionTokenTemplate,
  templatesWhenIssued,
} from '../../jwt-templates/index.ts';
import { findSession } from '../../sessions/index.ts';
import { previewSessionToken, type TokenPreview } from '../preview-session-token.ts';
import { sessionCookieName } from '../render-session-token.ts';
import { type ClaimComparison, compareClaims } from './compare-claims.ts';
import { readOwnToken } from './read-own-token.ts';
import { templateOfToken } from './template-of-token.ts';

export interface ExplainInput {
  readonly instance: Instance;
  /** A session token of this instance, expired or not; or: */
  readonly token?: string | undefined;
  /** a session of any status. */
  readonly sessionId?: string | undefined;
}

export interface TokenExplanation {
  readonly userId: string;
  readonly sessionId: string;
  /** Null for a session that was asked for without a token. */
  readonly token: ExplainedToken | null;
  /** The template that the next token is made from; null when none was ever saved. */
  readonly templateVersion: number | null;
  /** Name and value of the cookie of the user's next token; null when there will be none. */
  readonly cookieBytes: number | null;
  /** Why there will be no next token of this session; null when there will be. */
  readonly ended: 'session_ended' | 'user_gone' | null;
  readonly claims: readonly ClaimComparison[];
}

export interface ExplainedToken {
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  readonly isExpired: boolean;
  /** Its custom claims did not fit and were left out (DESIGN decision 17). */
  readonly isOmitted: boolean;
  /** The template in force when it was issued; null when there was none. */
  readonly templateVersion: number | null;
  readonly cookieBytes: number;
}

/**
 * Tells for each claim of a token, and of the next one of its session, the expression, the fields it reads, and
 * its value and weight then and now.
 * @throws Refusal invalid_session_token; resource_not_found for an unknown session; form_param_missing and
 *   form_param_unknown unless exactly one of token and session is given
 */
export async function explainSessionToken(
  dependencies: Dependencies,
  input: ExplainInput,
): Promise<TokenExplanation> {
  const { instance } = input;
  const { queries } = dependencies.database;
  // A token that is pasted brings the line's end along.
  const token = input.token?.trim();
  const claims = token === undefined ? null : await readOwnToken(dependencies, { instance, token });
  const sessionId = claims?.sid ?? input.sessionId;
  if (sessionId === undefined) throw new Refusal('form_param_missing', { param_name: 'token' });
  const session = await findSession(queries, instance.id, sessionId);
  const userId = claims?.sub ?? session?.userId;
  if (userId === undefined) throw new Refusal('resource_not_found');
  const current = await currentOf(dependencies, { instance, userId, sessionId });
  const active = await activeSessionTokenTemplate(queries, instance.id);
  const data = current?.preview.data ?? null;
  const earlier =
    token === undefined || claims === null
      ? null
      : await earlierToken(dependencies, instance, { token, claims, data });
  return {
    userId,
    sessionId,
    token: earlier && explainedToken(dependencies, instance, earlier),
    templateVersion: active?.version ?? null,
    cookieBytes: current?.preview.cookieBytes ?? null,
    ended: current === null ? 'user_gone' : current.isActive ? null : 'session_ended',
    claims: compareClaims({
      earlier: earlier && {
        claims: earlier.claims as JsonObject,
        explained: explainedBy(earlier.template, data),
      },
      current: current && {
        claims: JSON.parse(current.preview.claimsJson) as JsonObject,
        explained: explainedBy(active, data),
      },
    }),
  };
}

interface EarlierToken {
  readonly token: string;
  readonly claims: SessionClaims;
  readonly template: SessionTokenTemplate | null;
}

async function earlierToken(
  { database }: Dependencies,
  instance: Instance,
  { token, claims, data }: Omit<EarlierToken, 'template'> & { readonly data: TemplateData | null },
): Promise<EarlierToken> {
  const candidates = await templatesWhenIssued(database.queries, instance.id, claims.iat ?? 0);
  return { token, claims, template: templateOfToken(candidates, { claims: claims as JsonObject, data }) };
}

function explainedToken({ clock }: Dependencies, instance: Instance, earlier: EarlierToken): ExplainedToken {
  const { claims, template, token } = earlier;
  return {
    issuedAtSeconds: claims.iat ?? 0,
    expiresAtSeconds: claims.exp,
    isExpired: clock.now().getTime() >= claims.exp * 1000,
    isOmitted: claims[omittedClaimsMarker] === true,
    templateVersion: template?.version ?? null,
    cookieBytes: sessionCookieName(instance).length + token.length,
  };
}

/** The next token of the session, or, when that has ended, of the user; null when the user is gone. */
async function currentOf(
  dependencies: Dependencies,
  input: { instance: Instance; userId: string; sessionId: string },
): Promise<{ preview: TokenPreview; isActive: boolean } | null> {
  const { instance, userId } = input;
  const ofSession = await orNull(previewSessionToken(dependencies, input));
  if (ofSession) return { preview: ofSession, isActive: true };
  const ofUser = await orNull(previewSessionToken(dependencies, { instance, userId }));
  return ofUser && { preview: ofUser, isActive: false };
}

async function orNull<T>(looked: Promise<T>): Promise<T | null> {
  try {
    return await looked;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'resource_not_found') return null;
    throw error;
  }
}

/** Without data the expressions alone are told: their fields have no values any more. */
function explainedBy(template: SessionTokenTemplate | null, data: TemplateData | null): ExplainedClaim[] {
  const compiled = template && compileTemplate(template.source, { mode: 'stored' });
  if (!compiled?.ok) return [];
  const nothing = { user: {}, org: null, org_membership: null, session: {} } as unknown as TemplateData;
  return explainClaims(compiled.template, data ?? nothing);
}
