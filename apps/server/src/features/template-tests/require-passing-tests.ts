import type { ApiError } from '@bartleby/api-contract';
import type { TestResult } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { requireValidTests } from './require-valid-tests.ts';
import { runTests } from './run-tests.ts';

/** Failed expectations told in one answer; a template that breaks everything is told enough by these. */
const MAX_ERRORS = 100;

/**
 * Refuses a template that breaks its tests, and tests that are none.
 * @param input.tests a JSON array as text
 * @throws Refusal template_tests_invalid; template_tests_failed with every failed expectation as an entry of its
 *   own: the test's name, JSON pointer, claim, expected and actual
 */
export async function requirePassingTests(
  dependencies: Dependencies,
  input: { readonly instance: Instance; readonly source: string; readonly tests: string },
): Promise<void> {
  const tests = requireValidTests(input.tests);
  if (tests.length === 0) return;
  const results = await runTests(dependencies, { ...input, tests });
  const errors = results.flatMap(errorsOf).slice(0, MAX_ERRORS);
  if (errors.length > 0) throw new Refusal('template_tests_failed', { errors });
}

function errorsOf({ name, failures }: TestResult): ApiError[] {
  return failures.map(({ pointer, claim, expected, actual }) => ({
    code: 'template_tests_failed',
    message: 'The template breaks one of its tests',
    long_message: `Test "${name}": ${claim === null ? '' : `${claim}: `}expected ${expected}, but it is ${actual}. Nothing was saved.`,
    meta: { param_name: 'session.tests', pointer, test: name, claim, expected, actual },
  }));
}
