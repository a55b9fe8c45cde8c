import { structuredPatch } from 'diff';

export interface DifferenceLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

/** Texts that differ in more lines than this are shown as one replaced by the other. */
const MAX_EDITS = 1_000;

const KINDS: Readonly<Record<string, DifferenceLine['kind']>> = { '+': 'added', '-': 'removed', ' ': 'same' };

/** The lines of a unified diff with three lines of context; between two places a gap. None when nothing differs. */
export function differenceLines(before: string, after: string): DifferenceLine[] {
  if (before === after) return [];
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, maxEditLength: MAX_EDITS });
  if (!patch)
    return [
      ...before.split('\n').map((text): DifferenceLine => ({ kind: 'removed', text })),
      ...after.split('\n').map((text): DifferenceLine => ({ kind: 'added', text })),
    ];
  return patch.hunks.flatMap(({ lines }, index) => [
    ...(index > 0 ? [{ kind: 'gap' as const, text: '' }] : []),
    ...lines.flatMap((line): DifferenceLine[] => {
      const kind = KINDS[line[0] ?? ''];
      // What else there is says that a text does not end with a line break.
      return kind ? [{ kind, text: line.slice(1) }] : [];
    }),
  ]);
}
