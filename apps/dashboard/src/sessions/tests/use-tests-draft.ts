import { type CheckedTests, checkTemplateTests } from '@bartleby/claims-template';
import { useMemo, useState } from 'react';
import { testsText } from '../history/tests-text.ts';
import type { PlaceOf } from './unfinished-places.ts';

/** Whether the text says the same as what is saved, however it is laid out. */
function saysTheSame(text: string, saved: readonly unknown[]): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(saved);
  } catch {
    return false;
  }
}

/** The template's tests while they are edited. */
export function useTestsDraft(saved: readonly unknown[], start: string) {
  const [text, setText] = useState(start);
  const [unfinished, setUnfinished] = useState<ReadonlyMap<string, string>>(new Map());
  const checked = useMemo<CheckedTests>(() => checkTemplateTests(text), [text]);
  const isDirty = useMemo(() => !saysTheSame(text, saved), [text, saved]);
  const begin = (next: string) => {
    setText(next);
    setUnfinished(new Map());
  };
  return {
    text,
    setText: begin,
    checked,
    /** Texts of single values that are no JSON yet, by their pointers: until they are, the last value counts. */
    unfinished,
    setUnfinished: (pointer: string, raw: string | null) =>
      setUnfinished((old) => {
        const next = new Map(old);
        if (raw === null) next.delete(pointer);
        else next.set(pointer, raw);
        return next;
      }),
    isReady: checked.ok && unfinished.size === 0,
    isDirty: isDirty || unfinished.size > 0,
    /** What a save sends; null: they stay. */
    changed: isDirty && checked.ok ? (JSON.parse(text) as unknown[]) : null,
    /** Other tests, or in another order: what was unfinished goes by its last value, but for what `placeOf` keeps. */
    replace: (tests: readonly unknown[], placeOf: PlaceOf = () => null) => {
      setText(testsText(tests));
      setUnfinished((old) => {
        const placed = [...old].map(([pointer, raw]) => [placeOf(pointer), raw] as const);
        return new Map(placed.filter((entry): entry is readonly [string, string] => entry[0] !== null));
      });
    },
    /** The same tests with another value somewhere. */
    change: (tests: readonly unknown[]) => setText(testsText(tests)),
  };
}

export type TestsDraft = ReturnType<typeof useTestsDraft>;
