import { afterAll, expect, it } from 'vitest';
import { createTestDependencies } from './create-test-dependencies.ts';
import { createTestInstance } from './create-test-instance.ts';

const dependencies = await createTestDependencies();
afterAll(() => dependencies.database.close());

it('gives every test an instance of its own', async () => {
  const [first, second] = [await createTestInstance(dependencies), await createTestInstance(dependencies)];
  expect(first.instance.id).not.toBe(second.instance.id);
  expect(first.publishableKey).not.toBe(second.publishableKey);
  expect(first.secretKey).toMatch(/^sk_test_/);
});
