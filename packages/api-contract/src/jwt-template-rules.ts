/** Bounds and defaults of JWT templates, in seconds (backend-api.md 1.7). */
export const lifetimeBounds = { minimum: 30, maximum: 315_360_000, default: 60 } as const;
export const clockSkewBounds = { minimum: 0, maximum: 300, default: 5 } as const;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The rule of names, as a sentence. */
export const templateNameRule =
  'name is up to 128 letters, digits, hyphens, underscores and single dots, and begins with a letter or digit.';

/** A name is one segment of a path, and none that a path could lose or misread. */
export const isTemplateName = (name: string): boolean => NAME.test(name) && !name.includes('..');

/** As many as an instance may have. */
export const maxJwtTemplates = 200;

/** With what the key of the instance signs. */
export const instanceAlgorithm = 'RS256';

/** A JWT template as the Platform API shows it. Its signing key is never shown. */
export interface JwtTemplateResource {
  readonly id: string;
  readonly name: string;
  readonly claims_source: string;
  /** Which consumer it is for; null for nobody in particular. */
  readonly preset: string | null;
  readonly version: number;
  /** In seconds, like the next. */
  readonly lifetime: number;
  readonly allowed_clock_skew: number;
  readonly custom_signing_key: boolean;
  readonly signing_algorithm: string;
}

/** What is sent to save one; a key that is left out stays. */
export interface JwtTemplateRequest {
  readonly name: string;
  readonly claims_source: string;
  readonly preset: string | null;
  readonly lifetime: number;
  readonly allowed_clock_skew: number;
  readonly custom_signing_key?: boolean;
  readonly signing_algorithm?: string;
  readonly signing_key?: string;
}
