import { type CheckedTests, checkTemplateTests } from '@bartleby/claims-template';
import { useMemo, useState } from 'react';
import { testsText } from '../history/tests-text.ts';

/** Whether the text says the same as what is saved, however it is laid out. */
function saysTheSame(text: string, saved: readonly unknown[]): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(saved);
  } catch {
    return false;
  }
}

/** The template's tests while they are edited. */
export function useTestsDraft(saved: readonly unknown[], start: readonly unknown[]) {
  const [text, setText] = useState(() => testsText(start));
  const checked = useMemo<CheckedTests>(() => checkTemplateTests(text), [text]);
  const isDirty = useMemo(() => !saysTheSame(text, saved), [text, saved]);
  return {
    text,
    setText,
    checked,
    isDirty,
    /** What a save sends; null: they stay. */
    changed: isDirty && checked.ok ? (JSON.parse(text) as unknown[]) : null,
    replace: (tests: readonly unknown[]) => setText(testsText(tests)),
  };
}

export type TestsDraft = ReturnType<typeof useTestsDraft>;
