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
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Bounds and defaults of backend-api.md 1.7. */
export const lifetimeBounds = { minimum: 30, maximum: 315_360_000, default: 60 } as const;
export const clockSkewBounds = { minimum: 0, maximum: 300, default: 5 } as const;

/** The algorithm of the instance's own key. */
export const INSTANCE_ALGORITHM = 'RS256';

/** The name under which the session token's own template is known (claims-language.md 1). */
export const SESSION_TOKEN_TEMPLATE_ID = '__session';

export const MAX_TEMPLATES = 200;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** A name is one segment of a path, and none that a path could lose or misread. */
export const isTemplateName = (name: string): boolean => NAME.test(name) && !name.includes('..');

/** A sealed key opens for its own template and no other. */
export const sealContext = (instanceId: string, templateId: string): string =>
  `jwt_template_versions/signing_key/${instanceId}/${templateId}`;
