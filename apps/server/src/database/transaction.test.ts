import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDependencies, type TestDependencies } from '../testing/create-test-dependencies.ts';

let dependencies: TestDependencies;
beforeAll(async () => {
  dependencies = await createTestDependencies();
});
afterAll(() => dependencies.database.close());

const write = (queries: TestDependencies['database']['queries'], name: string) =>
  queries.insertInto('server_facts').values({ name, value: 'x' }).execute();
const names = async (prefix: string) =>
  (
    await dependencies.database.queries
      .selectFrom('server_facts')
      .select('name')
      .where('name', 'like', `${prefix}%`)
      .orderBy('name')
      .execute()
  ).map(({ name }) => name);

describe('a transaction', () => {
  it('is committed when its work resolves', async () => {
    const result = await dependencies.database.transaction(async (queries) => {
      await write(queries, 'committed/1');
      await write(queries, 'committed/2');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await names('committed')).toEqual(['committed/1', 'committed/2']);
  });

  it('is rolled back when its work throws', async () => {
    const failing = dependencies.database.transaction(async (queries) => {
      await write(queries, 'rolled-back/1');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await names('rolled-back')).toEqual([]);
  });

  it('says so when a statement inside goes past it, instead of waiting for itself', async () => {
    const past = dependencies.database.transaction(async () => {
      await write(dependencies.database.queries, 'past/1');
    });
    await expect(past).rejects.toThrow('inside a transaction use the queries it was given');
    expect(await names('past')).toEqual([]);
  });

  it('leaves the statements of others outside', async () => {
    const inside = dependencies.database.transaction(async (queries) => {
      await write(queries, 'mixed/inside');
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('rolled back');
    });
    const outside = write(dependencies.database.queries, 'mixed/outside');
    await expect(inside).rejects.toThrow('rolled back');
    await outside;
    expect(await names('mixed')).toEqual(['mixed/outside']);
  });
});
