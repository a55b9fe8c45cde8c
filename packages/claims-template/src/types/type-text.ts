import { isNameCharacter, isNameStart } from '../shortcode/characters.ts';
import type { ClaimType, ClaimTypeMember, ObjectClaimType } from './claim-type.ts';

/** Text as a TypeScript string: single quotes where nothing needs escaping. */
export function quoted(text: string): string {
  const json = JSON.stringify(text);
  return json.includes("'") || json.includes('\\') ? json : `'${json.slice(1, -1)}'`;
}

function isIdentifier(name: string): boolean {
  if (!isNameStart(name[0]) && name[0] !== '$') return false;
  for (const character of name) if (!isNameCharacter(character) && character !== '$') return false;
  return true;
}

/** A member name, in quotes when it is no identifier. */
export function memberName(name: string): string {
  return isIdentifier(name) ? name : quoted(name);
}

function memberText({ name, type, optional }: ClaimTypeMember): string {
  return `${memberName(name)}${optional ? '?' : ''}: ${typeText(type)}`;
}

function objectText({ members, open }: ObjectClaimType): string {
  const written = members.map(memberText);
  if (open) written.push('[key: string]: unknown');
  return written.length === 0 ? 'Record<string, never>' : `{ ${written.join('; ')} }`;
}

/** A type as TypeScript source, on one line. */
export function typeText(type: ClaimType): string {
  switch (type.kind) {
    case 'literal':
      return typeof type.value === 'string' ? quoted(type.value) : JSON.stringify(type.value);
    case 'array': {
      const items = typeText(type.items);
      return type.items.kind === 'union' ? `(${items})[]` : `${items}[]`;
    }
    case 'tuple':
      return `[${type.items.map(typeText).join(', ')}]`;
    case 'record':
      return `Record<string, ${typeText(type.values)}>`;
    case 'object':
      return objectText(type);
    case 'union':
      return type.members.map(typeText).join(' | ');
    default:
      return type.kind;
  }
}
