import type {
  ClaimNode,
  CompiledTemplate,
  InterpolatedClaim,
  ObjectClaim,
} from '../render/compiled-template.ts';
import {
  type ClaimType,
  literalType,
  membersOf,
  type ObjectClaimType,
  STRING,
  UNKNOWN,
  unionOf,
} from './claim-type.ts';
import { type InferOptions, typeOfOperands } from './type-of-operands.ts';

/** Members of a template-literal union that are still written out. */
const MAX_TEXTS = 32;

/** Every text a value of this type can print, or null when they are not few and known. */
function printedTexts(type: ClaimType): string[] | null {
  const texts: string[] = [];
  for (const member of membersOf(type)) {
    if (member.kind === 'null') texts.push('null');
    else if (member.kind === 'boolean') texts.push('true', 'false');
    else if (member.kind === 'literal') texts.push(String(member.value));
    else return null;
  }
  return texts;
}

function interpolationType(node: InterpolatedClaim, options: InferOptions): ClaimType {
  let texts: string[] = [''];
  for (const part of node.parts) {
    const added = typeof part === 'string' ? [part] : printedTexts(typeOfOperands(part, options));
    if (added === null || texts.length * added.length > MAX_TEXTS) return STRING;
    texts = texts.flatMap((text) => added.map((more) => text + more));
  }
  return unionOf(texts.map((text) => literalType(text.trim())));
}

function nodeType(node: ClaimNode, options: InferOptions): ClaimType {
  switch (node.kind) {
    case 'static':
      return literalType(node.value);
    case 'shortcode':
      return typeOfOperands(node.operands, options);
    case 'interpolation':
      return interpolationType(node, options);
    case 'array': {
      const items = unionOf(node.items.map((item) => nodeType(item, options)));
      return { kind: 'array', items: items.kind === 'never' ? UNKNOWN : items };
    }
    case 'object':
      return objectType(node, options);
  }
}

function objectType(node: ObjectClaim, options: InferOptions): ObjectClaimType {
  const members = node.members.map(({ name, value }) => ({
    name,
    type: nodeType(value, options),
    optional: false,
  }));
  return { kind: 'object', members, open: false };
}

/** The type of everything a template renders to: one required member per claim (claims-language section 8). */
export function inferClaimTypes(template: CompiledTemplate, options: InferOptions = {}): ObjectClaimType {
  const type = objectType(template.claims, options);
  const members = type.members.map((member) => ({
    ...member,
    optional: options.newClaims?.has(member.name) ?? false,
  }));
  return { ...type, members };
}
