export type Severity = 'error' | 'warning' | 'info';

/** Which product a template is for: the token of every request, or a named JWT for another service. */
export type TemplateSurface = 'session_token' | 'jwt_template';

/** Codes of claims-language section 6 that concern the text of a template. */
export type DiagnosticCode =
  | 'template_not_json'
  | 'template_unquoted_shortcode'
  | 'template_not_object'
  | 'template_duplicate_key'
  | 'template_too_large'
  | 'template_too_deep'
  | 'template_too_complex'
  | 'claim_reserved'
  | 'claim_name_invalid'
  | 'shortcode_in_key'
  | 'shortcode_unterminated'
  | 'shortcode_empty'
  | 'shortcode_syntax'
  | 'literal_type_not_allowed'
  | 'literal_quote_style'
  | 'literal_unterminated'
  | 'literal_bad_escape'
  | 'shortcode_unknown'
  | 'shortcode_forbidden'
  | 'unbounded_claim'
  | 'client_writable'
  | 'interpolated_null'
  | 'duplicate_of_default'
  | 'unreachable_operand'
  | 'constant_expression'
  | 'metadata_path_unseen'
  | 'metadata_path_undeclared'
  | 'claim_name_probed'
  | ConsumerCode;

/** Codes of what the service that a JWT is for would refuse or overlook: rules of `presets/`. */
export type ConsumerCode =
  | 'consumer_claim_missing'
  | 'consumer_claim_type'
  | 'consumer_claim_value'
  | 'consumer_claim_nullable'
  | 'consumer_claim_reserved'
  | 'consumer_claim_ignored';

/** UTF-16 offsets, end exclusive. */
export interface TextRange {
  from: number;
  to: number;
}

/** Replace `from`..`to` of the template source (UTF-16 offsets) by `insert`. */
export interface TextEdit extends TextRange {
  insert: string;
}

/** A ready edit: applying every edit at once removes the problem it belongs to. */
export interface TextFix {
  title: string;
  edits: TextEdit[];
}

/** One problem of a template, told where it is and what to do about it. */
export interface Diagnostic {
  code: DiagnosticCode;
  severity: Severity;
  /** One sentence that says what to do. */
  message: string;
  /** A further sentence of explanation, where the message is fixed by compatibility. */
  hint?: string;
  /** JSON pointer (RFC 6901) to the value or member; '' is the root. */
  pointer: string;
  /** Where in the source, in UTF-16 offsets. */
  range: TextRange;
  /** Where in the decoded string value, when the problem sits in one. */
  stringRange?: TextRange;
  /** The name that was probably meant, such as `user.email_verified`, or a default claim such as `sid`. */
  suggestion?: string;
  fix?: TextFix;
  /** 1-based position of `range.from`; columns count UTF-16 units. */
  line: number;
  column: number;
}

/** A problem before its position is told as line and column. */
export type Finding = Omit<Diagnostic, 'line' | 'column'>;

/** Applies the edits of a fix, which never overlap, to the source they were made for. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  let text = source;
  for (const edit of [...edits].sort((a, b) => b.from - a.from))
    text = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return text;
}
