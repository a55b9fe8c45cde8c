import { type AnalysisOptions, analyzeTemplate } from '../check/analyze-template.ts';
import { toDiagnostics } from '../check/check-template.ts';
import { isLone } from '../check/string-site.ts';
import type { Diagnostic, Finding } from '../diagnostic.ts';
import type { JsonNode, JsonObjectNode, JsonStringNode } from '../json-text/json-node.ts';
import { resolveShortcode } from '../shortcode/catalogue.ts';
import { isReservedClaim } from '../shortcode/default-claims.ts';
import type { DataGroup } from '../shortcode/shortcode-field.ts';
import type { Operand, Part } from '../shortcode/string-part.ts';
import type { ClaimNode, CompiledOperand, CompiledTemplate, ObjectClaim } from './compiled-template.ts';

export interface CompileOptions extends AnalysisOptions {
  /**
   * `save` (when left out) refuses a template with any error. `stored` is for templates that are already in
   * use or come from elsewhere: whatever does not resolve renders as null, reserved claims are dropped
   * (rules R9 and R14), and those errors come back as warnings.
   */
  mode?: 'save' | 'stored';
}

export type CompileResult =
  | { ok: true; template: CompiledTemplate; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/** Checks and compiles a template source; takes any string, never throws. */
export function compileTemplate(source: string, options: CompileOptions = {}): CompileResult {
  const analysis = analyzeTemplate(source, options);
  const { root } = analysis;
  if (root === null) return { ok: false, diagnostics: toDiagnostics(source, analysis.findings) };
  const isStored = options.mode === 'stored';
  const findings: Finding[] = isStored
    ? analysis.findings.map((finding) =>
        finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding,
      )
    : analysis.findings;
  const diagnostics = toDiagnostics(source, findings);
  if (findings.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics };
  return {
    ok: true,
    template: new Compilation(analysis.parts, options.ownClaims).compile(source, root),
    diagnostics,
  };
}

const NULL: CompiledOperand = { kind: 'literal', value: null };

class Compilation {
  private readonly reads = new Set<DataGroup>();
  private readonly fields = new Set<string>();

  constructor(
    private readonly parts: ReadonlyMap<JsonStringNode, readonly Part[]>,
    private readonly ownClaims: readonly string[] = [],
  ) {}

  compile(source: string, root: JsonObjectNode): CompiledTemplate {
    const all = this.object(root);
    const isDropped = (name: string) => isReservedClaim(name) && !this.ownClaims.includes(name);
    const droppedClaims = all.members.map(({ name }) => name).filter(isDropped);
    const members = all.members.filter(({ name }) => !isDropped(name));
    const claims: ObjectClaim = { kind: 'object', members };
    return { source, claims, reads: this.reads, fields: this.fields, droppedClaims };
  }

  /** A repeated key keeps its last value, as JSON.parse does. */
  private object(node: JsonObjectNode): ObjectClaim {
    const members = new Map(node.members.map(({ key, value }) => [key.value, value]));
    return {
      kind: 'object',
      members: [...members].map(([name, value]) => ({ name, value: this.node(value) })),
    };
  }

  private node(node: JsonNode): ClaimNode {
    if (node.kind === 'object') return this.object(node);
    if (node.kind === 'array') return { kind: 'array', items: node.items.map((item) => this.node(item)) };
    if (node.kind === 'scalar') return { kind: 'static', value: node.value };
    const parts = this.parts.get(node);
    return parts === undefined ? { kind: 'static', value: node.value } : this.string(node.value, parts);
  }

  private string(text: string, parts: readonly Part[]): ClaimNode {
    const compiled = parts.map((part) => (part.kind === 'text' ? part.text : this.operands(part.operands)));
    const [first] = compiled;
    if (isLone(parts) && typeof first === 'object') return { kind: 'shortcode', text, operands: first };
    return { kind: 'interpolation', text, parts: compiled };
  }

  /** A shortcode with a fault has no operands: null. */
  private operands(operands: readonly Operand[]): readonly CompiledOperand[] {
    return operands.length === 0 ? [NULL] : operands.map((operand) => this.operand(operand));
  }

  private operand(operand: Operand): CompiledOperand {
    if (operand.kind === 'literal') return { kind: 'literal', value: operand.value };
    const resolved = operand.isCall ? null : resolveShortcode(operand.segments);
    if (resolved === null) return NULL;
    const { field, below } = resolved;
    this.reads.add(field.reads);
    this.fields.add(field.path);
    const [root = '', name = ''] = operand.segments;
    return { kind: 'path', field, root: root as 'user', name, below };
  }
}
