import { emptyJsonObject, type JsonObject, type JsonValue } from '../json-value.ts';
import type { ClaimNode, CompiledTemplate, InterpolatedClaim, ObjectClaim } from './compiled-template.ts';
import { evaluateOperands } from './evaluate-operands.ts';
import { serializeJson } from './serialize-claims.ts';
import type { TemplateData } from './template-data.ts';

/** Text of a value inside other text (rule R3). */
function printed(value: JsonValue): string {
  return typeof value === 'string' ? value : serializeJson(value);
}

/** The ends are trimmed, here only (rule R4); a value that holds braces is data and is not read again (rule R8). */
function renderInterpolation({ parts }: InterpolatedClaim, data: TemplateData): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : printed(evaluateOperands(part, data))))
    .join('')
    .trim();
}

function renderNode(node: ClaimNode, data: TemplateData): JsonValue {
  switch (node.kind) {
    case 'static':
      return node.value;
    case 'shortcode':
      return evaluateOperands(node.operands, data);
    case 'interpolation':
      return renderInterpolation(node, data);
    case 'array':
      return node.items.map((item) => renderNode(item, data));
    case 'object':
      return renderObject(node, data);
  }
}

function renderObject(node: ObjectClaim, data: TemplateData): JsonObject {
  const object = emptyJsonObject();
  for (const { name, value } of node.members) object[name] = renderNode(value, data);
  return object;
}

/**
 * The custom claims of a token: the template with every shortcode replaced by its value
 * (claims-language section 4). Pure and total: the same template and data give the same claims.
 * Objects in the answer, those copied from metadata included, have no prototype.
 */
export function renderTemplate(template: CompiledTemplate, data: TemplateData): JsonObject {
  return renderObject(template.claims, data);
}
