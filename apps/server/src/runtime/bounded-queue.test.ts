import { expect, it } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

/** Work that ends when it is told to. */
function held(name: string, log: string[]) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(name);
    await ended;
    return name;
  };
  return { work, end };
}
const turns = () => new Promise((resolve) => setImmediate(resolve));

it('runs so many at once, the others in their order, and refuses more than may wait', async () => {
  const queue = createBoundedQueue({ running: 1, waiting: 2 });
  const log: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => held(name, log)) as [
    ReturnType<typeof held>,
    ReturnType<typeof held>,
    ReturnType<typeof held>,
  ];
  const all = [a, b, c].map(({ work }) => queue(work));
  await expect(queue(async () => 'd')).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(log).toEqual(['a']);
  for (const one of [a, b, c]) one.end();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  expect(await queue(async () => 'e')).toBe('e');
});

it('who goes while waiting makes room at once, and never runs', async () => {
  const queue = createBoundedQueue({ running: 1, waiting: 1 });
  const log: string[] = [];
  const first = held('first', log);
  const running = queue(first.work);
  const leaving = new AbortController();
  const gone = queue(async () => log.push('gone'), leaving.signal);
  const refused = expect(gone).rejects.toMatchObject({ code: 'bad_request' });
  leaving.abort();
  await refused;
  const next = queue(async () => log.push('next'));
  first.end();
  await Promise.all([running, next]);
  await turns();
  expect(log).toEqual(['first', 'next']);
  await expect(queue(async () => 'late', leaving.signal)).rejects.toMatchObject({ code: 'bad_request' });
});

it('goes on after work that fails', async () => {
  const queue = createBoundedQueue({ running: 1, waiting: 1 });
  const failing = queue(() => Promise.reject(new Error('no')));
  const next = queue(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
