import { expect, it } from 'vitest';
import type { Complaint } from '../complaint.ts';
import { Refused } from '../platform-client.ts';
import { unlessSavedMeanwhile } from './jwt-template.ts';

const refused = (code: string) => new Refused('the server says no', [{ code }]);
const changing = (error: Error) =>
  unlessSavedMeanwhile({ name: 'convex', version: 7 }, async () => {
    throw error;
  });

it('a conflict is told with what to do next, and exits with 3', async () => {
  const told = await changing(refused('config_conflict')).catch((error: Complaint) => error);
  expect(told).toMatchObject({ exitCode: 3 });
  expect(told).toMatchObject({
    message: expect.stringMatching(/^Somebody saved convex since version 7: .*jwt-templates show convex/),
  });
});

it('what else goes wrong stays what it is; what goes well is handed on', async () => {
  const other = refused('resource_not_found');
  await expect(changing(other)).rejects.toBe(other);
  expect(await unlessSavedMeanwhile({ name: 'convex', version: 7 }, async () => 1)).toBe(1);
});
