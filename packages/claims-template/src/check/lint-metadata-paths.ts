import { nearest } from '../shortcode/edit-distance.ts';
import { declaredPaths, declaresPath } from '../types/declared-paths.ts';
import { type MetadataPath, metadataTypeOf } from '../types/type-of-operands.ts';
import { type Lint, type PlacedPath, placedPaths } from './placed-paths.ts';
import { type StringSite, siteFinding, sourceEdit } from './string-site.ts';

const metadataPaths = (operands: Parameters<typeof placedPaths>[0]): PlacedPath[] =>
  placedPaths(operands).filter(
    ({ resolved }) => resolved.field.shape === 'metadata' && resolved.below.length > 0,
  );

/** The edit that writes the path that was probably meant. */
function corrected(site: StringSite, { operand }: PlacedPath, suggestion: string | undefined) {
  if (suggestion === undefined) return undefined;
  return { title: `Use ${suggestion}`, edits: [sourceEdit(site, { ...operand, insert: suggestion })] };
}

/** A path that nobody has. */
export const metadataPathUnseen: Lint = (site, { operands }, { seen }) => {
  if (seen === undefined) return [];
  return metadataPaths(operands)
    .map((placed) => ({ placed, path: placed.operand.segments.join('.') }))
    .filter(({ path }) => !seen.some((known) => known === path || known.startsWith(`${path}.`)))
    .map(({ placed, path }) => {
      const siblings = seen.filter((known) => known.startsWith(`${placed.resolved.field.path}.`));
      const suggestion = nearest(path, siblings) ?? undefined;
      return siteFinding(site, {
        code: 'metadata_path_unseen',
        severity: 'warning',
        message: `Check the spelling of ${path}: nobody has this metadata yet, so the claim will be null.`,
        from: placed.operand.from,
        to: placed.operand.to,
        suggestion,
        fix: corrected(site, placed, suggestion),
      });
    });
};

/** A path that the declared schema does not have. */
export const metadataPathUndeclared: Lint = (site, { operands }, { schemas }) => {
  if (schemas === undefined) return [];
  return metadataPaths(operands).flatMap((placed) => {
    const { field, below } = placed.resolved;
    const type = metadataTypeOf(field.path as MetadataPath, { metadataSchemas: schemas });
    if (type === null || declaresPath(type, below)) return [];
    const path = placed.operand.segments.join('.');
    const known = declaredPaths(schemas).map((declared) => declared.path);
    const suggestion =
      nearest(
        path,
        known.filter((each) => each.startsWith(`${field.path}.`)),
      ) ?? undefined;
    return [
      siteFinding(site, {
        code: 'metadata_path_undeclared',
        severity: 'warning',
        message:
          suggestion === undefined
            ? `Declare ${path} in the metadata schema, or remove it: the schema does not have it.`
            : `The metadata schema has no ${path}: did you mean ${suggestion}?`,
        from: placed.operand.from,
        to: placed.operand.to,
        suggestion,
        fix: corrected(site, placed, suggestion),
      }),
    ];
  });
};
