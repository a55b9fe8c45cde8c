import type { JsonObject, TestProblem, TestResult } from '@bartleby/claims-template';
import { useEffect, useRef, useState } from 'react';
import { useToast } from '../../../elements/toast.tsx';
import type { PlaceOf } from '../unfinished-places.ts';
import type { TestsDraft } from '../use-tests-draft.ts';
import type { TestsTab } from '../use-tests-tab.ts';
import { freeName, type RawTest, readRawTests, titleOf } from './raw-test.ts';

/**
 * Moves the focus to an element that the same change makes. A state, since it is committed with that change: effects of
 * an earlier rendering may still be due when somebody types fast, and would look for it too early.
 */
function useFocusNext() {
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null);
  useEffect(() => {
    if (wanted) document.getElementById(wanted.id)?.focus();
  }, [wanted]);
  return (id: string) => setWanted({ id });
}

/** Ids of what the focus goes to. */
export const idOf = {
  name: (test: number) => `test-${test}-name`,
  edit: (test: number) => `test-${test}-edit`,
  add: 'test-add',
  value: (pointer: string) => `test-value${pointer.replaceAll('/', '-')}`,
  addField: (test: number) => `test-${test}-add-field`,
  addExpectation: (test: number) => `test-${test}-add-expectation`,
};

/** What is done to the tests in the form; the text stays the only state of them. */
export function useTestsForm(draft: TestsDraft, tab: TestsTab) {
  const toast = useToast();
  const focusNext = useFocusNext();
  const latest = useRef(draft);
  latest.current = draft;
  const tests = readRawTests(draft.text);
  const now = () => readRawTests(latest.current.text) ?? [];
  const put = (index: number, test: RawTest) => now().map((old, at) => (at === index ? test : old));
  const insert = (index: number, test: RawTest) => [...now().slice(0, index), test, ...now().slice(index)];
  const open = (index: number) => {
    tab.setOpened(index);
    focusNext(idOf.name(index));
  };
  return {
    tests,
    draft,
    focusNext,
    /** Another value in a test. */
    change: (index: number, test: RawTest) => draft.change(put(index, test)),
    /** Fewer or other fields or expectations in a test; what is unfinished in those that stay moves with them. */
    rebuild: (index: number, test: RawTest, placeOf: PlaceOf) => draft.replace(put(index, test), placeOf),
    add: (test: RawTest) => {
      draft.replace([...now(), test]);
      open(now().length);
    },
    duplicate: (index: number) => {
      const test = now()[index];
      if (!test) return;
      draft.replace(insert(index + 1, { ...test, name: freeName(titleOf(test, index), now()) }));
      open(index + 1);
    },
    remove: (index: number) => {
      const test = now()[index];
      if (!test) return;
      draft.replace(now().filter((_, at) => at !== index));
      tab.setOpened(null);
      focusNext(now().length === 1 ? idOf.add : idOf.edit(Math.min(index, now().length - 2)));
      toast(`Deleted the test "${titleOf(test, index)}".`, {
        label: 'Undo',
        run: () => latest.current.replace(insert(index, test)),
      });
    },
    /** Other values given than those that somebody wrote: they can come back. */
    replaceGiven: (index: number, given: JsonObject, isLoss: boolean) => {
      const before = now()[index];
      draft.replace(put(index, { ...before, given }));
      if (!before || !isLoss) return;
      toast('Other values are given now.', {
        label: 'Undo',
        run: () => latest.current.replace(put(index, { ...now()[index], given: before.given ?? {} })),
      });
    },
    problemsAt: (pointer: string): readonly TestProblem[] =>
      draft.checked.ok
        ? []
        : draft.checked.problems.filter(
            (one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`),
          ),
    /** Of this test as it is now; null when that is not known yet. */
    resultOf: (index: number): TestResult | null => {
      const found = tab.outcome.results?.find(({ pointer }) => pointer === `/${index}`) ?? null;
      return found && found.name === now()[index]?.name ? found : null;
    },
  };
}

export type TestsForm = ReturnType<typeof useTestsForm>;
