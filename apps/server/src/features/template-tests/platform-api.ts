import { type TestResult, testLimits } from '@bartleby/claims-template';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import {
  activeSessionTokenTemplate,
  EMPTY_TEMPLATE_SOURCE,
  NO_TESTS,
  requireValidTemplate,
} from '../jwt-templates/index.ts';
import { findTestContext } from './find-test-context.ts';
import { requireValidTests } from './require-valid-tests.ts';
import { runTests } from './run-tests.ts';

const Users = Type.Object({ user_ids: Type.Optional(Type.String({ maxLength: 2_000 })) });
const Draft = Type.Object({
  claims_source: Type.Optional(Type.String({ maxLength: 65_536 })),
  tests: Type.Optional(Type.Array(Type.Unknown(), { maxItems: testLimits.tests })),
});

/** Tests of the session token's template: below `…/instances/:instance_id`. Nothing here is saved. */
export function registerTemplateTestsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/session_token/test_context', { schema: { querystring: Users } }, async ({ instance, query }) => {
    const userIds = [...new Set((query.user_ids ?? '').split(',').map((id) => id.trim()))].filter(Boolean);
    if (userIds.length > testLimits.realUsers)
      throw new Refusal('form_param_value_invalid', { param_name: 'user_ids' });
    const { users, cookie } = await findTestContext(dependencies, { instance, userIds });
    return { cookie, users: [...users].map(([userId, user]) => ({ user_id: userId, ...user })) };
  });

  app.post('/session_token/test_run', { schema: { body: Draft } }, async ({ instance, body }) => {
    const active = await activeSessionTokenTemplate(dependencies.database.queries, instance.id);
    if (body.claims_source !== undefined) requireValidTemplate(body.claims_source);
    const source = body.claims_source ?? active?.source ?? EMPTY_TEMPLATE_SOURCE;
    const tests = requireValidTests(body.tests ? JSON.stringify(body.tests) : (active?.tests ?? NO_TESTS));
    const results = await runTests(dependencies, { instance, source, tests });
    return { passed: results.every(({ passed }) => passed), results: results.map(resultResource) };
  });
}

function resultResource({ name, pointer, passed, failures, claims }: TestResult) {
  return { name, pointer, passed, failures, claims };
}
