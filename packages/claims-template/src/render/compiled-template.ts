import type { DataGroup, ShortcodeField } from '../shortcode/shortcode-field.ts';

/** A template ready to render: nothing in it is looked at as text again. */
export interface CompiledTemplate {
  readonly source: string;
  readonly claims: ObjectClaim;
  /** Which data rendering needs; data of other groups may be left out. */
  readonly reads: ReadonlySet<DataGroup>;
  /** The same field by field, such as `user.first_name`. */
  readonly fields: ReadonlySet<string>;
  /** Reserved names a stored template had at its top level; they were dropped and are worth a log line. */
  readonly droppedClaims: readonly string[];
}

export type ClaimNode = StaticClaim | ArrayClaim | ObjectClaim | ShortcodeClaim | InterpolatedClaim;

export interface StaticClaim {
  readonly kind: 'static';
  readonly value: null | boolean | number | string;
}

export interface ArrayClaim {
  readonly kind: 'array';
  readonly items: readonly ClaimNode[];
}

export interface ObjectClaim {
  readonly kind: 'object';
  readonly members: readonly { readonly name: string; readonly value: ClaimNode }[];
}

/** A string that was one shortcode: its value keeps its type (rule R2). */
export interface ShortcodeClaim {
  readonly kind: 'shortcode';
  /** The string as written. */
  readonly text: string;
  readonly operands: readonly CompiledOperand[];
}

/** Text with shortcodes in it: always a string (rule R3). */
export interface InterpolatedClaim {
  readonly kind: 'interpolation';
  readonly text: string;
  readonly parts: readonly (string | readonly CompiledOperand[])[];
}

export type CompiledOperand =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | {
      readonly kind: 'path';
      readonly field: ShortcodeField;
      readonly root: 'user' | 'org' | 'org_membership' | 'session';
      /** Field name below the root. */
      readonly name: string;
      readonly below: readonly string[];
    };
