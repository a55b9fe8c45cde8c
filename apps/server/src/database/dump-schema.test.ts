import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createTestDependencies } from '../testing/create-test-dependencies.ts';
import { dumpSchema } from './dump-schema.ts';

const { database } = await createTestDependencies();
afterAll(() => database.close());

it('schema.sql is what the migrations make (else run scripts/dump-schema.ts)', async () => {
  const committed = readFileSync(join(import.meta.dirname, '../../schema.sql'), 'utf8');
  expect(await dumpSchema(database.queries)).toBe(committed);
});

it('every table but those of the whole server has instance_id first in its primary key', async () => {
  const schema = await dumpSchema(database.queries);
  const keys = [...schema.matchAll(/create table (\w+) \([^;]*?PRIMARY KEY \((\w+)/g)].map(
    ([, table, first]) => ({
      table,
      first,
    }),
  );
  expect(keys.length).toBeGreaterThan(10);
  const others = keys.filter(({ first }) => first !== 'instance_id').map(({ table }) => table);
  expect(others.sort()).toEqual(['applications', 'instances', 'server_facts']);
});
