import {
  checkJwtTemplate,
  compileTemplate,
  customJwtDefaults,
  type Diagnostic,
  findJwtPreset,
  mergeDefaultClaims,
  renderTemplate,
  serializeClaims,
} from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { type PreviewInput, previewSessionToken } from './preview-session-token.ts';

/** A draft of a JWT template, and whose token it would be. */
export interface CustomJwtDraft extends Omit<PreviewInput, 'source'> {
  readonly source: string;
  readonly preset: string | null;
  readonly lifetimeSeconds: number;
  readonly allowedClockSkewSeconds: number;
  readonly hasOwnKey: boolean;
}

export interface CustomJwtPreview {
  /** What would be signed, but for `iat exp nbf jti`; null when the draft is no JSON object. */
  readonly claimsJson: string | null;
  readonly sessionId: string | null;
  /** Of the language and of the consumer's rules. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Shows the claims of a user's next custom JWT under a draft, and what is wrong with it. Changes nothing.
 * @throws Refusal `resource_not_found` for an unknown user, or a session that is not an active one of theirs
 */
export async function previewCustomJwt(
  dependencies: Dependencies,
  draft: CustomJwtDraft,
): Promise<CustomJwtPreview> {
  const { instance, userId, sessionId, source, preset } = draft;
  const { data, defaultClaims, ...known } = await previewSessionToken(dependencies, {
    instance,
    userId,
    sessionId,
    source: '{}',
  });
  const ownClaims = draft.hasOwnKey ? findJwtPreset(preset)?.ownClaims : [];
  const compiled = compileTemplate(source, { surface: 'jwt_template', mode: 'stored', ownClaims });
  const defaults = customJwtDefaults(defaultClaims, draft);
  return {
    claimsJson: compiled.ok
      ? serializeClaims(mergeDefaultClaims(renderTemplate(compiled.template, data), defaults, ownClaims))
      : null,
    sessionId: known.sessionId,
    diagnostics: checkJwtTemplate(source, preset),
  };
}
