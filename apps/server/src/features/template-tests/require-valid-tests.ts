import { checkTemplateTests, type TemplateTest } from '@bartleby/claims-template';
import { Refusal } from '../../runtime/refusal.ts';

const PARAM = 'session.tests';

/**
 * Tests that may be saved, from their JSON text.
 * @throws Refusal template_tests_invalid, with everything that is wrong as an entry of its own (JSON pointer)
 */
export function requireValidTests(text: string): readonly TemplateTest[] {
  const checked = checkTemplateTests(text);
  if (checked.ok) return checked.tests;
  throw new Refusal('template_tests_invalid', {
    errors: checked.problems.map(({ message, pointer }) => ({
      code: 'template_tests_invalid',
      message: 'A template test is not well-formed',
      long_message: `${message}${pointer && ` (${pointer})`}`,
      meta: { param_name: PARAM, pointer },
    })),
  });
}
