import type { SigningAlgorithm } from '@bartleby/session-token';

/** What a custom JWT is made from: one version of one named template. Versions are never changed. */
export interface JwtTemplate {
  readonly id: string;
  /** What `getToken({ template })` names. */
  readonly name: string;
  readonly version: number;
  /** The claims as JSON text. */
  readonly source: string;
  readonly lifetimeSeconds: number;
  /** How far `nbf` lies before `iat`. */
  readonly allowedClockSkewSeconds: number;
  /** Null: RS256 with the instance's own key. */
  readonly signingAlgorithm: SigningAlgorithm | null;
  /** Which consumer it is for (`JwtPreset.id`); null for nobody in particular. */
  readonly preset: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The name under which the session token's own template is known (claims-language.md 1). */
export const SESSION_TOKEN_TEMPLATE_ID = '__session';

/** A sealed key opens for its own template and no other. */
export const sealContext = (instanceId: string, templateId: string): string =>
  `jwt_template_versions/signing_key/${instanceId}/${templateId}`;
