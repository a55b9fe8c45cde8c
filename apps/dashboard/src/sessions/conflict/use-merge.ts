import {
  checkTemplateTests,
  type MergedEntry,
  type MergeSide,
  mergeTemplates,
  mergeTests,
} from '@bartleby/claims-template';
import { useMemo } from 'react';
import { useChoices } from '../../elements/conflict/use-choices.ts';
import type { InstanceConfig } from '../../platform/resources.ts';
import { testsText } from '../history/tests-text.ts';
import { type DraftState, EMPTY_TEMPLATE } from '../use-draft.ts';

export interface DraftMerge {
  /** Mine on top of theirs; null when a text is none. */
  readonly merged: DraftState | null;
  readonly claims: readonly MergedEntry[];
  readonly tests: readonly MergedEntry[];
  readonly chooseClaim: (name: string, side: MergeSide) => void;
  readonly chooseTest: (name: string, side: MergeSide) => void;
}

/** A draft and what somebody else saved meanwhile, put together by claim and by test. */
export function useMerge(draft: DraftState, other: InstanceConfig): DraftMerge {
  const [claimChoices, chooseClaim] = useChoices();
  const [testChoices, chooseTest] = useChoices();
  const claims = useMemo(() => {
    const [base, theirs] = [draft.base, other].map(
      ({ config }) => config.session.claims_source || EMPTY_TEMPLATE,
    ) as [string, string];
    return mergeTemplates({ base, theirs, mine: draft.source }, claimChoices);
  }, [draft.base, draft.source, other, claimChoices]);
  const tests = useMemo(() => {
    if (!checkTemplateTests(draft.testsText).ok) return null;
    const [base, theirs] = [draft.base, other].map(({ config }) => config.session.tests) as [
      readonly unknown[],
      readonly unknown[],
    ];
    const mine = JSON.parse(draft.testsText) as readonly unknown[];
    return mergeTests({ base, theirs, mine }, testChoices);
  }, [draft.base, draft.testsText, other, testChoices]);
  const merged =
    claims && tests ? { base: other, source: claims.merged, testsText: testsText(tests.merged) } : null;
  return { merged, claims: claims?.entries ?? [], tests: tests?.entries ?? [], chooseClaim, chooseTest };
}
