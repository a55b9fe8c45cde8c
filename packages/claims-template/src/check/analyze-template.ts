import type { DiagnosticCode, Finding, TemplateSurface, TextRange } from '../diagnostic.ts';
import type { JsonObjectNode, JsonStringNode } from '../json-text/json-node.ts';
import { type JsonProblem, parseJson } from '../json-text/parse-json.ts';
import { utf8Length } from '../json-text/utf8-length.ts';
import { limits } from '../limits.ts';
import { parseStringValue } from '../shortcode/parse-string-value.ts';
import type { Part } from '../shortcode/string-part.ts';
import type { MetadataSchemas } from '../types/declared-paths.ts';
import { type FoundString, walkTemplate } from './check-keys.ts';
import { checkShortcode } from './check-shortcode.ts';
import { lintClaimNames } from './lint-claim-names.ts';
import { lintSite } from './lint-site.ts';
import { isLone, type StringSite, stringSite } from './string-site.ts';

export interface AnalysisOptions {
  /** `session_token` when left out. */
  surface?: TemplateSurface | undefined;
  /** Reserved names that this template may set nevertheless, because its consumer expects them; none when left out. */
  ownClaims?: readonly string[] | undefined;
  /**
   * Metadata paths that some user, organization or membership has, such as `user.public_metadata.role`.
   * When given, a path that is none of them is warned about.
   */
  seenMetadataPaths?: readonly string[] | undefined;
  /** Declared JSON Schemas of metadata: a path that they do not have is warned about. */
  metadataSchemas?: MetadataSchemas | undefined;
}

export interface Analysis {
  findings: Finding[];
  /** The template as parsed; null when it cannot be used at all. */
  root: JsonObjectNode | null;
  /** Parts of every string value that holds a shortcode. */
  parts: ReadonlyMap<JsonStringNode, readonly Part[]>;
}

const NO_PARTS: ReadonlyMap<JsonStringNode, readonly Part[]> = new Map();

function fatal(
  code: DiagnosticCode,
  message: string,
  range: TextRange,
  extra: Partial<Finding> = {},
): Analysis {
  return {
    findings: [{ code, severity: 'error', message, pointer: '', range, ...extra }],
    root: null,
    parts: NO_PARTS,
  };
}

/** The end of the shortcode that begins at `from` in JSON source, quotes respected; -1 when it has none. */
function endOfUnquoted(source: string, from: number): number {
  const [part] = parseStringValue(source.slice(from), 1);
  if (part?.kind !== 'shortcode' || !source.startsWith('}}', from + part.to - 2)) return -1;
  return from + part.to;
}

function jsonProblem(source: string, problem: JsonProblem): Analysis {
  const { pointer, from, to } = problem;
  const range = { from, to };
  if (problem.reason === 'depth') return fatal('template_too_deep', problem.message, range, { pointer });
  if (problem.reason === 'braces') {
    const end = endOfUnquoted(source, from);
    if (end < 0) return fatal('template_unquoted_shortcode', problem.message, range, { pointer });
    const insert = JSON.stringify(source.slice(from, end));
    const fix = { title: 'Put it in double quotes', edits: [{ from, to: end, insert }] };
    return fatal('template_unquoted_shortcode', problem.message, { from, to: end }, { pointer, fix });
  }
  if (problem.trailingComma === undefined)
    return fatal('template_not_json', problem.message, range, { pointer });
  const edit = { from: problem.trailingComma, to: problem.trailingComma + 1, insert: '' };
  const fix = { title: 'Remove the comma', edits: [edit] };
  return fatal('template_not_json', problem.message, range, { pointer, fix });
}

function parseTemplate(source: string): Analysis | JsonObjectNode {
  const whole = { from: 0, to: source.length };
  if (source.length > limits.templateBytes || utf8Length(source) > limits.templateBytes)
    return fatal('template_too_large', `Keep the template under ${limits.templateBytes} bytes.`, whole);
  const parsed = parseJson(source, { maxDepth: limits.templateDepth });
  if (!parsed.ok) return jsonProblem(source, parsed.problem);
  if (parsed.root.kind === 'object') return parsed.root;
  const { from, to } = parsed.root;
  return fatal('template_not_object', 'Begin with a brace: a template is a JSON object.', { from, to });
}

/** Parses every string value that holds braces; answers the one with which there were too many shortcodes. */
function parseStrings(
  strings: readonly FoundString[],
  parts: Map<JsonStringNode, readonly Part[]>,
): FoundString | null {
  let count = 0;
  for (const found of strings) {
    if (!found.node.value.includes('{{')) continue;
    const parsed = parseStringValue(found.node.value);
    count += parsed.filter(({ kind }) => kind === 'shortcode').length;
    if (count > limits.shortcodes) return found;
    parts.set(found.node, parsed);
  }
  return null;
}

/** Everything `check` and `compile` need to know about a template source; takes any string, never throws. */
export function analyzeTemplate(source: string, options: AnalysisOptions = {}): Analysis {
  const root = parseTemplate(source);
  if ('findings' in root) return root;
  const { findings, strings } = walkTemplate(root, options.ownClaims);
  const parts = new Map<JsonStringNode, readonly Part[]>();
  const excess = parseStrings(strings, parts);
  if (excess !== null) {
    const { from, to } = excess.node;
    const message = `Use at most ${limits.shortcodes} shortcodes.`;
    return fatal('template_too_complex', message, { from, to }, { pointer: excess.pointer });
  }
  let errors = findings.length;
  for (const found of strings) {
    const parsed = parts.get(found.node);
    if (parsed === undefined) continue;
    if (errors >= limits.diagnostics) break;
    errors += checkSite(stringSite(source, { ...found, parts: parsed }), options, findings, errors);
  }
  // Other services read other tokens: none of them comes without its claims.
  if (options.surface !== 'jwt_template') findings.push(...lintClaimNames(root));
  return { findings, root, parts };
}

/** Adds what is wrong in one string; answers how many errors. Stops when more could not be shown. */
function checkSite(
  site: StringSite,
  { surface = 'session_token', seenMetadataPaths: seen, metadataSchemas: schemas }: AnalysisOptions,
  findings: Finding[],
  errorsBefore: number,
): number {
  let count = 0;
  for (const part of site.parts) {
    if (part.kind === 'text') continue;
    if (errorsBefore + count >= limits.diagnostics) break;
    const corrects = errorsBefore + count < limits.corrections;
    const errors = checkShortcode(site, part, { surface, corrects });
    count += errors.length;
    findings.push(...errors);
    if (errors.length === 0)
      findings.push(...lintSite(site, part, { surface, seen, schemas, isLone: isLone(site.parts) }));
  }
  return count;
}
