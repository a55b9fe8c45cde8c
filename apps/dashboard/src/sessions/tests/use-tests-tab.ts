import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { TemplateDataAnswer } from '../../platform/resources.ts';
import type { Draft } from '../use-draft.ts';
import { useTestResults } from './use-test-results.ts';

export type EditorTab = 'template' | 'tests';

/** Which of template and tests is edited, and what comes of the tests meanwhile. */
export function useTestsTab(draft: Draft) {
  const [shown, setShown] = useState<EditorTab>('template');
  const [asJson, setAsJson] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);
  const [previewed, setPreviewed] = useState<TemplateDataAnswer | null>(null);
  const outcome = useTestResults(draft.source, draft.tests);
  return {
    shown,
    show: setShown,
    /** What is done to the template's editor is seen, and can take the focus. */
    inTemplate: (work: () => void) => {
      flushSync(() => setShown('template'));
      work();
    },
    /** Whether the tests are edited as their text. */
    asJson,
    setAsJson,
    /** Which test the form has open. */
    opened,
    setOpened,
    previewed,
    setPreviewed,
    outcome,
    /** Tests that the draft breaks for certain. */
    failed: outcome.isOld ? 0 : outcome.failed,
  };
}

export type TestsTab = ReturnType<typeof useTestsTab>;
