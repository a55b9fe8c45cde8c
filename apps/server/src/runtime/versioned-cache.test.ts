import { expect, it, vi } from 'vitest';
import { VersionedCache } from './versioned-cache.ts';

it('loads a version once, also for callers that come together', async () => {
  const cache = new VersionedCache<string>(10);
  const load = vi.fn(async () => 'value');
  await Promise.all([cache.get('a', 1, load), cache.get('a', 1, load)]);
  await cache.get('a', 1, load);
  expect(load).toHaveBeenCalledTimes(1);
});

it('loads again for another version', async () => {
  const cache = new VersionedCache<number>(10);
  expect(await cache.get('a', 1, async () => 1)).toBe(1);
  expect(await cache.get('a', 2, async () => 2)).toBe(2);
});

it('does not keep a failed load', async () => {
  const cache = new VersionedCache<number>(10);
  await expect(cache.get('a', 1, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache.get('a', 1, async () => 7)).toBe(7);
});

it('lets the least recently used go', async () => {
  const cache = new VersionedCache<number>(2);
  const load = vi.fn(async () => 0);
  for (const key of ['a', 'b', 'a', 'c']) await cache.get(key, 1, load);
  expect(load).toHaveBeenCalledTimes(3);
  await cache.get('a', 1, load);
  expect(load).toHaveBeenCalledTimes(3);
  await cache.get('b', 1, load);
  expect(load).toHaveBeenCalledTimes(4);
});
