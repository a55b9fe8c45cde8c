import { afterAll, expect, it } from 'vitest';
import { startSweeper } from './runtime/sweeper.ts';
import { listSweeps } from './sweeps.ts';
import { createTestDependencies } from './testing/create-test-dependencies.ts';

const dependencies = await createTestDependencies();
afterAll(() => dependencies.database.close());

it('every sweep runs on the real schema', async () => {
  for (const { run } of listSweeps(dependencies)) expect(await run()).toBeGreaterThanOrEqual(0);
});

it('a failing sweep is logged and stops no other', async () => {
  let ran = 0;
  const stop = startSweeper(
    [
      { name: 'broken', run: () => Promise.reject(new Error('no')) },
      {
        name: 'whole',
        run: async () => {
          ran += 1;
          return 0;
        },
      },
    ],
    dependencies.log,
    10,
  );
  while (!ran) await new Promise((resolve) => setTimeout(resolve, 5));
  await stop();
  const after = ran;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(ran).toBe(after);
  expect(dependencies.logLines.some((line) => line.includes('"what":"broken"'))).toBe(true);
});
