import { isListIndex } from '../shortcode/characters.ts';
import { type ClaimType, membersOf, typeBelow, unionOf } from './claim-type.ts';
import type { InferOptions, MetadataPath } from './type-of-operands.ts';
import { metadataTypeOf } from './type-of-operands.ts';
import { typeText } from './type-text.ts';

export type MetadataSchemas = NonNullable<InferOptions['metadataSchemas']>;

/** A metadata path that a schema declares. */
export interface DeclaredPath {
  /** As written between the braces, such as `user.public_metadata.plan`. */
  readonly path: string;
  /** TypeScript type of the lone shortcode. */
  readonly type: string;
}

/** Paths listed of one instance's schemas. */
const MAX_PATHS = 300;

/** Every path below metadata that the schemas name, in their order; lists are not entered. */
export function declaredPaths(metadataSchemas: MetadataSchemas): DeclaredPath[] {
  const found: DeclaredPath[] = [];
  for (const path of Object.keys(metadataSchemas) as MetadataPath[]) {
    const type = metadataTypeOf(path, { metadataSchemas });
    if (type !== null && path !== 'user.private_metadata') collect(type, path, found);
  }
  return found;
}

function collect(type: ClaimType, prefix: string, found: DeclaredPath[]): void {
  for (const member of membersOf(type)) {
    if (member.kind !== 'object') continue;
    for (const { name } of member.members) {
      if (found.length >= MAX_PATHS) return;
      // A dot is no part of a name that a path can take.
      if (name === '' || name.includes('.')) continue;
      const below = typeBelow(type, name, false);
      found.push({ path: `${prefix}.${name}`, type: typeText(below) });
      collect(below, `${prefix}.${name}`, found);
    }
  }
}

/** Whether a schema of this type leaves room for such a path: names it, or says nothing about what lies there. */
export function declaresPath(type: ClaimType, below: readonly string[]): boolean {
  const [segment, ...rest] = below;
  if (segment === undefined) return true;
  return membersOf(type).some((member) => {
    switch (member.kind) {
      case 'unknown':
        return true;
      case 'record':
        return declaresPath(member.values, rest);
      case 'array':
        return isListIndex(segment) && declaresPath(member.items, rest);
      case 'object': {
        const found = member.members.filter(({ name }) => name === segment);
        return found.length > 0 && declaresPath(unionOf(found.map((each) => each.type)), rest);
      }
      default:
        return false;
    }
  });
}
