import type { JsonValue } from '../json-value.ts';
import { expressionOf } from '../render/claim-expression.ts';
import { operandsOf } from '../render/claim-operands.ts';
import type { ClaimNode, CompiledTemplate } from '../render/compiled-template.ts';
import { evaluateOperands } from '../render/evaluate-operands.ts';
import { renderTemplate } from '../render/render-template.ts';
import type { TemplateData } from '../render/template-data.ts';
import { claimSizes } from '../size/claim-sizes.ts';

/** A field that a claim reads, as written, such as `user.public_metadata.plan`, and what it holds. */
export interface ClaimSource {
  readonly path: string;
  readonly value: JsonValue;
}

/** Where one top-level claim of a template comes from. */
export interface ExplainedClaim {
  readonly name: string;
  /** The claim's value in the template, as JSON. */
  readonly expression: string;
  /** Every field it may read, operands that lose included; in reading order, each once. */
  readonly sources: readonly ClaimSource[];
  readonly value: JsonValue;
  /** UTF-8 bytes that it adds to the serialised claims: `"name":value` and its comma. */
  readonly bytes: number;
}

/** Explains each claim of a template for one user's data, in the template's order. Values equal `renderTemplate`'s. */
export function explainClaims(template: CompiledTemplate, data: TemplateData): ExplainedClaim[] {
  const claims = renderTemplate(template, data);
  const sizes = new Map(claimSizes(claims).map(({ name, bytes }) => [name, bytes]));
  return template.claims.members.map(({ name, value: node }) => ({
    name,
    expression: expressionOf(node),
    sources: sourcesOf(node, data),
    value: claims[name] ?? null,
    bytes: sizes.get(name) ?? 0,
  }));
}

function sourcesOf(node: ClaimNode, data: TemplateData): ClaimSource[] {
  const sources = new Map<string, JsonValue>();
  for (const operand of operandsOf(node)) {
    if (operand.kind === 'literal') continue;
    const path = [operand.root, operand.name, ...operand.below].join('.');
    if (!sources.has(path)) sources.set(path, evaluateOperands([operand], data));
  }
  return [...sources].map(([path, value]) => ({ path, value }));
}
