import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createTestDependencies } from '../testing/create-test-dependencies.ts';
import { migrate, migrationsFolder } from './migrate.ts';

const { database } = await createTestDependencies();
const root = mkdtempSync(join(tmpdir(), 'bartleby-migrations-'));
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.close();
});

const copy = (name: string): string => {
  const folder = join(root, name);
  cpSync(migrationsFolder, folder, { recursive: true });
  return folder;
};

it('applies nothing twice', async () => {
  expect(await migrate(database)).toEqual([]);
});

it('refuses a database that an edited file made', async () => {
  const folder = copy('edited');
  writeFileSync(join(folder, '0001-instances.sql'), 'select 1;');
  await expect(migrate(database, folder)).rejects.toThrow(
    'this database was made by other versions of the migrations 0001-instances',
  );
});

it('names the file that fails and leaves the database as it was', async () => {
  const folder = copy('broken');
  writeFileSync(join(folder, '9999-broken.sql'), 'create table half (id text); select nothing from nowhere;');
  await expect(migrate(database, folder)).rejects.toThrow('migration 9999-broken failed');
  await expect(migrate(database)).resolves.toEqual([]);
});
