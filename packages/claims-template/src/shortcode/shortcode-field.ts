/** What a field holds, before any path below it is taken. */
export type FieldShape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'metadata'
  | 'organizations'
  | 'factor_verification_age'
  | 'permissions'
  | 'actor';

/** What rendering must be given, so that a server can ask its database for no more. */
export type DataGroup =
  | 'user'
  | 'user.organizations'
  | 'user.public_metadata'
  | 'user.unsafe_metadata'
  | 'user.factor_verification_age'
  | 'org'
  | 'org.public_metadata'
  | 'org_membership'
  | 'org_membership.public_metadata'
  | 'session';

/** One entry of the shortcode catalogue (claims-language section 2). */
export interface ShortcodeField {
  /** As written between the braces, such as `user.first_name`. */
  path: string;
  /** The drawer of the Insert shortcodes panel. */
  group: 'user' | 'organization' | 'session';
  /** TypeScript type of the lone shortcode. */
  type: string;
  /** What it is, in one phrase. */
  meaning: string;
  /** When the value is null; null when it never is. */
  nullWhen: string | null;
  /** Whether a path below it may be written, such as `user.public_metadata.role`. */
  nested: boolean;
  /** What its size depends on: true for a value that can outgrow a cookie. */
  unbounded: boolean;
  /** Whether the user's own browser can write it. */
  clientWritable: boolean;
  shape: FieldShape;
  reads: DataGroup;
  /** Longest value in serialised bytes, null when nothing bounds it. */
  maxBytes: number | null;
}
