import {
  type CompiledTemplate,
  compileTemplate,
  runTemplateTests,
  type TemplateTest,
  type TestResult,
  userIdsOf,
} from '@bartleby/claims-template';
import { useMemo, useRef } from 'react';
import { useDebounced } from '../../elements/use-debounced.ts';
import { useInstance } from '../../platform/instance-context.tsx';
import { useLoad } from '../../platform/use-load.ts';
import type { TestsDraft } from './use-tests-draft.ts';

const USERS_AFTER_MILLISECONDS = 300;

export interface TestResults {
  /** Null: nothing can be said yet. */
  readonly results: readonly TestResult[] | null;
  /** Whether they are of the last template without errors, not of the text as typed. */
  readonly isOld: boolean;
  readonly failed: number;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
}

/** Follows the typing, in template and tests: by the evaluator that the server has, with users of this moment. */
export function useTestResults(source: string, { checked }: TestsDraft): TestResults {
  const { platform } = useInstance();
  const lastTests = useRef<readonly TemplateTest[]>([]);
  if (checked.ok) lastTests.current = checked.tests;
  const tests = lastTests.current;
  const wanted = userIdsOf(tests).join(',');
  const userIds = useDebounced(wanted, USERS_AFTER_MILLISECONDS);
  const context = useLoad(userIds, async () => ({
    userIds,
    ...(await platform.testContext(userIds.split(',').filter(Boolean))),
  }));
  const lastTemplate = useRef<CompiledTemplate | null>(null);
  const known = context.value?.userIds === wanted ? context.value : null;
  const { results, isOld } = useMemo(() => {
    const compiled = compileTemplate(source);
    if (compiled.ok) lastTemplate.current = compiled.template;
    const template = lastTemplate.current;
    return {
      results: template && known ? runTemplateTests(template, tests, known) : null,
      isOld: !compiled.ok || !checked.ok,
    };
  }, [source, tests, known, checked.ok]);
  const failed = results?.filter(({ passed }) => !passed).length ?? 0;
  return { results, isOld, failed, error: context.error, reload: context.reload };
}
