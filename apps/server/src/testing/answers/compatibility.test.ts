import { describe, expect, it } from 'vitest';
import { reportOperations } from './compatibility.ts';
import { renderCompatibility } from './compatibility-page.ts';
import { complaintsAboutPlans } from './plans.ts';
import type { SeenAnswer } from './seen-answers.ts';

const count = 'backend GET /v1/users/count';
const seen = (operation: string, status: number, test = 'a.test.ts'): SeenAnswer => ({
  test: `apps/server/src/${test}`,
  operation,
  status,
  deviations: [],
});
const reportOf = (operation: string, answers: readonly SeenAnswer[]) =>
  reportOperations('backend', answers).find(
    ({ operation: { api, method, path } }) => `${api} ${method} ${path}` === operation,
  );

describe('an operation', () => {
  it('works when a test had a good answer and every documented refusal', () => {
    expect(reportOf(count, [seen(count, 200), seen(count, 422)])).toMatchObject({
      state: 'works',
      unseen: [],
    });
    expect(reportOf(count, [seen(count, 200)])).toMatchObject({ state: 'partly', unseen: ['422'] });
    expect(reportOf(count, [])).toMatchObject({ state: 'partly', unseen: ['a good answer', '422'] });
  });

  it('is shown by one test for each status, rather by its feature’s; not by what was seen by chance', () => {
    const answers = [
      seen(count, 200, 'a.test.ts'),
      seen(count, 200, 'features/z.test.ts'),
      seen(count, 200, 'features/users/b.test.ts'),
      seen(count, 422, 'c.test.ts'),
    ];
    const tests = ['apps/server/src/c.test.ts', 'apps/server/src/features/users/b.test.ts'];
    expect(reportOf(count, answers)?.tests).toEqual(tests);
    const byChance = answers.slice(0, 3).concat(seen(count, 422, 'hostile-requests.test.ts'));
    expect(reportOf(count, byChance)).toMatchObject({ state: 'partly', unseen: ['422'] });
  });

  it('that is not served has a plan with a reason', () => {
    const report = reportOf('backend GET /v1/billing/plans', []);
    expect(report).toMatchObject({ state: 'will not', why: expect.stringContaining('payment provider') });
  });
});

describe('the page', () => {
  it('is the same in whatever order the answers were seen', () => {
    const answers = [200, 422].flatMap((status) =>
      ['features/b.test.ts', 'features/a.test.ts', 'c.test.ts'].map((test) => seen(count, status, test)),
    );
    answers.push(seen('frontend GET /.well-known/jwks.json', 200)); // Beside the API, so no endpoint of it.
    const page = renderCompatibility(answers);
    expect(page).toContain('| `GET /v1/users/count` | works | `features/a.test.ts` |');
    expect(renderCompatibility([...answers].reverse())).toBe(page);
  });
});

describe('the plans', () => {
  it('name what the descriptions have, and nothing that is served by now', () => {
    expect(complaintsAboutPlans([])).toEqual([]);
  });

  it('are contradicted by a good answer of a planned operation, and by a status that cannot occur', () => {
    const planned = 'frontend POST /v1/client/sign_ins/{sign_in_id}/prepare_second_factor';
    const complaints = complaintsAboutPlans([seen(planned, 200), seen('backend GET /v1/clients', 410)]);
    expect(complaints).toEqual([
      expect.stringContaining(planned),
      expect.stringContaining('GET /v1/clients 410'),
    ]);
  });
});
