import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAll, secondsToWait } from './clerk-api.ts';

interface Asked {
  path: string;
  limit: number;
  offset: number;
}
let server: Server;
let apiUrl: string;
let asked: Asked[] = [];
let answer: (request: Asked) => { status?: number; headers?: Record<string, string>; body?: unknown };

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const limit = Number(url.searchParams.get('limit'));
    const offset = Number(url.searchParams.get('offset'));
    const known = request.headers.authorization === 'Bearer sk_test_known';
    const call = { path: url.pathname, limit, offset };
    asked.push(call);
    const { status = 200, headers = {}, body = {} } = known ? answer(call) : { status: 401 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
});

const waits: number[] = [];
const options = (secretKey = 'sk_test_known') => ({
  apiUrl,
  secretKey,
  onWait: (seconds: number) => void waits.push(seconds),
});
async function idsOf(path: string, given = options()): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const object of listAll(given, path)) ids.push(object.id);
  return ids;
}
const objects = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `user_${index}` }));

describe('listAll', () => {
  it('reads page after page, of a bare list and of one in an envelope', async () => {
    const all = objects(1_203);
    answer = ({ path, limit, offset }) => {
      const data = all.slice(offset, offset + limit);
      return { body: path === '/v1/users' ? data : { data, total_count: all.length } };
    };
    const ids = all.map(({ id }) => id);
    expect(await idsOf('/users')).toEqual(ids);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 499, 998]);
    expect(await idsOf('/organizations', { ...options(), apiUrl: `${apiUrl}/v1/` })).toEqual(ids);
    expect(new Set(asked.map(({ limit }) => limit))).toEqual(new Set([500]));
  });

  it('ends at a page that is just full, and with nothing', async () => {
    let all = objects(500);
    answer = ({ limit, offset }) => ({ body: all.slice(offset, offset + limit) });
    expect(await idsOf('/users')).toHaveLength(500);
    all = [];
    expect(await idsOf('/users')).toEqual([]);
  });

  it('misses nobody when users are deleted meanwhile', async () => {
    let all = objects(1_600);
    answer = ({ limit, offset }) => {
      const body = all.slice(offset, offset + limit);
      if (asked.length === 2) all = all.filter((_, index) => index >= 40);
      return { body };
    };
    expect(new Set(await idsOf('/users'))).toEqual(new Set(objects(1_600).map(({ id }) => id)));
  });

  it('waits as long as 429 says, and tries again what may pass', async () => {
    const statuses = [429, 503, 429];
    answer = () => {
      const status = statuses.shift();
      return status ? { status, headers: { 'retry-after': '0' } } : { body: objects(2) };
    };
    expect(await idsOf('/users')).toEqual(['user_0', 'user_1']);
    expect(asked).toHaveLength(4);
    expect(waits).toHaveLength(2);
  });

  it('says what to do when the key is unknown or the answer is something else', async () => {
    await expect(idsOf('/users', options('sk_test_other'))).rejects.toThrow(/does not know this secret key/);
    answer = () => ({ body: { hello: 'world' } });
    await expect(idsOf('/users')).rejects.toThrow(/is no list/);
    answer = () => ({ status: 422 });
    await expect(idsOf('/users')).rejects.toThrow(/answered 422/);
  });

  it('takes 403 for "this instance has none", as Clerk says it of organizations', async () => {
    answer = () => ({ status: 403 });
    expect(await idsOf('/organizations')).toEqual([]);
  });

  it('follows no redirect: a secret key goes to the named host alone', async () => {
    answer = () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } });
    await expect(idsOf('/users')).rejects.toThrow(/sends elsewhere \(302\)/);
  });
});

describe('secondsToWait', () => {
  it.each([
    [null, 1],
    ['0', 0.1],
    ['7', 7],
    ['9999', 120],
    [new Date(1_700_000_030_000).toUTCString(), 30],
    ['nonsense', 1],
  ])('%s is %d', (header, seconds) => {
    expect(secondsToWait(header, 1_700_000_000_000)).toBe(seconds);
  });
});
