import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Texts that differ in more lines than this are told as one replaced by the other: looking closer takes long. */
const MAX_EDITS = 1_000;

/**
 * The difference of two texts as a unified diff with three lines of context; empty when there is none.
 * Work is bounded, whatever the texts are.
 */
export function textDifference(
  before: { readonly name: string; readonly text: string },
  after: { readonly name: string; readonly text: string },
): string {
  if (before.text === after.text) return '';
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return (
    createTwoFilesPatch(before.name, after.name, before.text, after.text, '', '', {
      ...options,
      maxEditLength: MAX_EDITS,
    }) ?? wholeReplaced(before, after)
  );
}

function wholeReplaced(
  before: { readonly name: string; readonly text: string },
  after: { readonly name: string; readonly text: string },
): string {
  const [old, young] = [before.text.split('\n'), after.text.split('\n')];
  return [
    `--- ${before.name}`,
    `+++ ${after.name}`,
    `@@ -1,${old.length} +1,${young.length} @@`,
    ...old.map((line) => `-${line}`),
    ...young.map((line) => `+${line}`),
    '',
  ].join('\n');
}
