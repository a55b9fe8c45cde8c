import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Foreground } from '../../runtime/foreground/foreground.ts';
import { countForeground } from './count-foreground.ts';

const app = Fastify({ forceCloseConnections: true });
let foreground: Foreground;
/** Of a request that is being answered. */
let answer: (body: string) => void = () => {};
let isAnswering: Promise<void>;
let begin: () => void = () => {};
const lines = new Readable({ read() {} });

beforeAll(async () => {
  countForeground(app, { begin: () => foreground.begin() });
  app.get('/slow', () => {
    begin();
    return new Promise<string>((resolve) => (answer = resolve));
  });
  app.get('/stream', (_, reply) => reply.type('text/event-stream').send(lines));
  app.get('/failing', () => Promise.reject(new Error('a defect')));
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  lines.destroy();
  await app.close();
});
beforeEach(() => {
  foreground = new Foreground();
  isAnswering = new Promise((resolve) => (begin = resolve));
});

const url = (path: string) => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${path}`;
const isQuiet = async () => {
  let quiet = false;
  void foreground.quiet(60_000).then(() => (quiet = true));
  await new Promise((resolve) => setImmediate(resolve));
  return quiet;
};

it('a request counts until it is answered', async () => {
  const answered = fetch(url('/slow'));
  await isAnswering;
  expect(await isQuiet()).toBe(false);
  answer('done');
  expect(await (await answered).text()).toBe('done');
  expect(await isQuiet()).toBe(true);
});

it('one whose client hangs up counts no longer', async () => {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await isAnswering;
  expect(await isQuiet()).toBe(false);
  const quiet = foreground.quiet(60_000);
  socket.destroy();
  await quiet;
});

it('an open stream of events does not count', async () => {
  lines.push('data: first\n\n');
  const { body } = await fetch(url('/stream'));
  const reader = body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: first\n\n');
  expect(await isQuiet()).toBe(true);
  await reader?.cancel();
});

it.each(['/failing', '/nowhere'])('GET %s, refused or failed, counts no longer', async (path) => {
  await (await fetch(url(path))).text();
  expect(await isQuiet()).toBe(true);
});
