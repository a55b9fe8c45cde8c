import { parseJson } from '@bartleby/claims-template';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { pointedRange } from './pointed-range.ts';

export interface Mark {
  /** JSON pointer into the text. */
  readonly pointer: string;
  readonly message: string;
}

/** Underlines in a JSON text: what `marksOf` finds in the value, and where the text is no JSON. */
export function jsonMarks(
  severity: 'error' | 'warning',
  marksOf: (value: unknown) => readonly Mark[],
): Extension {
  return linter(
    ({ state }): Diagnostic[] => {
      const text = state.doc.toString();
      if (text.trim() === '') return [];
      const within = ({ from, to }: { from: number; to: number }) => ({
        from: Math.min(from, text.length),
        to: Math.min(Math.max(to, from + 1), text.length),
      });
      const parsed = parseJson(text, { maxDepth: 32 });
      if (!parsed.ok)
        return [{ ...within(parsed.problem), severity: 'error', message: parsed.problem.message }];
      return marksOf(JSON.parse(text)).map(({ pointer, message }) => ({
        ...within(pointedRange(parsed.root, pointer)),
        severity,
        message,
      }));
    },
    { delay: 100 },
  );
}
