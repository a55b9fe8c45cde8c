import { type CompiledTemplate, operandsOf } from '@bartleby/claims-template';

/** One reading of a user's metadata; an empty path is all of it. */
export interface MetadataPath {
  readonly kind: 'public_metadata' | 'unsafe_metadata';
  readonly path: readonly string[];
}

const MAX_PATHS = 20;

/**
 * What a template prints of users' metadata, as often as it prints it: what makes one user's token heavier than
 * another's. Of very many paths, the whole of each kind.
 */
export function metadataPathsOf(template: CompiledTemplate): MetadataPath[] {
  const paths = operandsOf(template.claims).flatMap((operand): MetadataPath[] => {
    if (operand.kind !== 'path' || operand.root !== 'user') return [];
    const { name: kind, below: path } = operand;
    return kind === 'public_metadata' || kind === 'unsafe_metadata' ? [{ kind, path }] : [];
  });
  if (paths.length <= MAX_PATHS) return paths;
  return [...new Set(paths.map(({ kind }) => kind))].map((kind) => ({ kind, path: [] }));
}
