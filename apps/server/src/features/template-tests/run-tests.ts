import {
  type CompiledTemplate,
  compileTemplate,
  runTemplateTests,
  type TemplateTest,
  type TestResult,
  userIdsOf,
} from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { requireValidTemplate } from '../jwt-templates/index.ts';
import { findTestContext } from './find-test-context.ts';

/**
 * Runs tests against a template, with the instance's users of this moment.
 * @param input.source must be one that may be saved, or one that was
 * @throws Refusal template_invalid when it is neither
 */
export async function runTests(
  dependencies: Dependencies,
  input: { instance: Instance; source: string; tests: readonly TemplateTest[] },
): Promise<TestResult[]> {
  const { instance, source, tests } = input;
  const context = await findTestContext(dependencies, { instance, userIds: userIdsOf(tests) });
  return runTemplateTests(templateOf(source), tests, context);
}

/** A stored template is taken as tokens take it: what is unknown is null. */
function templateOf(source: string): CompiledTemplate {
  const stored = compileTemplate(source, { mode: 'stored' });
  return stored.ok ? stored.template : requireValidTemplate(source).template;
}
