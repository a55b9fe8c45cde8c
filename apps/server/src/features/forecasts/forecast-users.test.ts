import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { insertCrowd } from '../../testing/user-crowd.ts';
import { requireValidTemplate } from '../jwt-templates/index.ts';
import { inWalkQueue } from './forecast-users.ts';
import { countBrokenUsers, type ForecastInput, type ForecastProgress, forecastUsers } from './index.ts';

const USERS = 1_200;
/** Of users 1 to 1200: every 300th is heavy, every third has a plan. */
const METADATA = `jsonb_strip_nulls(jsonb_build_object(
  'plan', case when n % 3 = 0 then 'pro' end,
  'notes', jsonb_build_object('text', repeat('x', case when n % 300 = 0 then 4000 + n else n % 7 end)),
  'unread', repeat('y', case when n = 1 then 6000 else 0 end)))`;

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await insertCrowd(server, { count: USERS, publicMetadata: METADATA });
});
afterAll(() => server.close());

const template = (source: string) => requireValidTemplate(source).template;
const before = template('{"name": "{{user.full_name}}"}');
const after = template(
  '{"name": "{{user.first_name}}", "plan": "{{user.public_metadata.plan}}", "text": "{{user.public_metadata.notes.text}}"}',
);
const forecast = (input: Partial<ForecastInput> = {}) =>
  forecastUsers(server.dependencies, {
    instance: server.instance,
    before,
    after,
    signal: new AbortController().signal,
    ...input,
  });

describe('every user', () => {
  it('is rendered under both templates, page after page', async () => {
    const steps: ForecastProgress[] = [];
    const { usersTotal, users, sample, sizes, overLimit, heaviest, changes } = await forecast({
      onProgress: (progress) => steps.push(progress),
    });
    expect([usersTotal, users, sample]).toEqual([USERS, USERS, null]);
    expect(steps.map(({ usersDone }) => usersDone)).toEqual([
      ...Array.from({ length: 48 }, (_, page) => (page + 1) * 25),
      USERS,
    ]);
    expect(overLimit).toEqual({
      before: 0,
      after: 4,
      byClaim: [{ claim: 'text', users: 4, largestBytes: sizes.after.largestBytes }],
    });
    expect(heaviest.slice(0, 5).map(({ id, fits }) => [id, fits])).toEqual([
      ['user_crowd00001200', false],
      ['user_crowd00000900', false],
      ['user_crowd00000600', false],
      ['user_crowd00000300', false],
      [expect.any(String), true],
    ]);
    const counts = Object.fromEntries(
      changes.map(({ claim, kind, users: count }) => [`${claim} ${kind}`, count]),
    );
    expect(counts).toEqual({
      '/name value_changed': USERS,
      '/text added': USERS,
      '/plan added_null': 800,
      '/plan added': 400,
    });
    expect(changes.find(({ claim }) => claim === '/name')?.examples[0]).toEqual({
      id: 'user_crowd00000001',
      name: 'First1 Last',
      before: '"First1 Last"',
      after: '"First1"',
    });
    expect(sizes.before?.largestBytes).toBeLessThan(sizes.after.medianBytes);
  });

  it('of another instance stays out', async () => {
    const other = await createTestServer();
    await insertCrowd(other, { count: 3 });
    const { users } = await forecastUsers(other.dependencies, {
      instance: other.instance,
      before,
      after,
      signal: new AbortController().signal,
    });
    expect(users).toBe(3);
    await other.close();
  });
});

describe('a sample', () => {
  it('says its size and error, and always holds the heaviest', async () => {
    const all = await forecast();
    const { sample, users, usersTotal, overLimit, heaviest, sizes, changes } = await forecast({
      everyUserUpTo: 400,
    });
    expect([usersTotal, sample?.step]).toEqual([USERS, 4]);
    expect(users).toBeGreaterThan(200);
    expect(users).toBeLessThan(400);
    expect(sample?.marginOfError).toBeGreaterThan(0.02);
    expect(sample?.marginOfError).toBeLessThan(0.06);
    expect(overLimit).toEqual(all.overLimit);
    expect(heaviest.slice(0, 4)).toEqual(all.heaviest.slice(0, 4));
    expect(sizes.after.largestBytes).toBe(all.sizes.after.largestBytes);
    const pro = changes.find(({ claim, kind }) => claim === '/plan' && kind === 'added');
    expect(Math.abs((pro?.users ?? 0) / users - 1 / 3)).toBeLessThan(2 * (sample?.marginOfError ?? 0));
  });

  it('is the same again, so that a save counts whom the forecast counted', async () => {
    const first = await forecast({ everyUserUpTo: 400 });
    const { overLimit } = await forecast({ everyUserUpTo: 400, before: null });
    expect(overLimit.after).toBe(first.overLimit.after);
    expect(await forecast({ everyUserUpTo: 400 })).toEqual(first);
  });
});

describe('ending it', () => {
  it('stops within a page when nobody waits any more', async () => {
    const gone = new AbortController();
    const steps: ForecastProgress[] = [];
    const onProgress = (progress: ForecastProgress) => {
      steps.push(progress);
      gone.abort();
    };
    await expect(forecast({ signal: gone.signal, onProgress })).rejects.toThrow('bad_request');
    expect(steps).toHaveLength(1);
    await expect(forecast({ signal: AbortSignal.abort() })).rejects.toThrow('bad_request');
  });

  it('many at once wait for each other, and all are answered', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => forecast()));
    expect(all.map(({ users }) => users)).toEqual(Array.from({ length: 6 }, () => USERS));
  });

  it('whoever looks keeps nobody from saving: saves wait apart', async () => {
    const { dependencies, instance } = server;
    const gone = new AbortController();
    const ends: (() => void)[] = [];
    const asked = Array.from({ length: 102 }, () =>
      inWalkQueue(dependencies, gone, () => new Promise<void>((end) => ends.push(end))),
    );
    const settled = Promise.allSettled(asked);
    await expect(forecast()).rejects.toMatchObject({ code: 'too_many_requests' });
    const save = { instance, template: before, accepted: null, acceptParameter: 'x', signal: gone.signal };
    expect(await countBrokenUsers(dependencies, save)).toBe(0);
    gone.abort();
    for (const end of ends) end();
    await settled;
  });
});
