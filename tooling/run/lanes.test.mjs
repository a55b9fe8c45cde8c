import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runLanes } from './lanes.mjs';

const item = (name, lane, milliseconds, more = {}) => ({ name, lane, milliseconds, ...more });

async function orderOf(items) {
  const begun = [];
  const ended = [];
  await runLanes(items, async ({ name, milliseconds }) => {
    begun.push(name);
    await pause(milliseconds);
    ended.push(name);
  });
  expect(ended.toSorted()).toEqual(items.map(({ name }) => name).sort());
  return { begun, ended };
}

it('runs each lane in its order, all side by side', async () => {
  const { begun } = await orderOf([item('a', 'x', 20), item('b', 'x', 0), item('c', 'y', 30)]);
  expect(begun).toEqual(['a', 'c', 'b']);
});

it('lets a lane with nothing left take over the last of the longest one', async () => {
  const { begun } = await orderOf([
    item('a', 'x', 60),
    item('b', 'x', 0),
    item('c', 'x', 0),
    item('d', 'y', 0),
  ]);
  expect(begun).toEqual(['a', 'd', 'c', 'b']);
});

it('leaves to its lane what has to wait for the one before', async () => {
  const { ended } = await orderOf([
    item('a', 'x', 40),
    item('b', 'x', 0, { inOrder: true }),
    item('c', 'y', 0),
  ]);
  expect(ended).toEqual(['c', 'a', 'b']);
});

it('ends with the failure of a run', async () => {
  const broken = runLanes([item('a', 'x', 0)], () => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
});
