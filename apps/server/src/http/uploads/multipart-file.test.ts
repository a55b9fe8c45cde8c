import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../runtime/log.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { multipartBody } from '../../testing/multipart-body.ts';
import type { ApiInstance } from '../api-instance.ts';
import { errorHandler } from '../error-handler.ts';
import { addFileParsers, type FileBody } from './multipart-file.ts';

let app: FastifyInstance;
const log: string[] = [];
beforeAll(async () => {
  app = Fastify();
  app.setErrorHandler(
    errorHandler(
      createLog({
        clock: createFakeClock(),
        level: 'debug',
        format: 'json',
        write: (line) => log.push(line),
      }),
    ),
  );
  app.register(async (scope) => {
    addFileParsers(scope as unknown as ApiInstance, { name: 'file' });
    scope.post('/', async ({ body }) => ({
      file: (body as FileBody).file?.toString('base64') ?? null,
    }));
  });
  await app.ready();
});
afterAll(() => app.close());

const send = (type: string, payload: Buffer) =>
  app.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, payload });

const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));

it('gives the bytes of the part, whatever its file is called', async () => {
  for (const filename of ['a.png', '../../etc/passwd', 'a\u0000b', '%00', '"', 'x'.repeat(500)]) {
    const { type, payload } = multipartBody(bytes, { filename });
    const answer = await send(type, payload);
    expect([filename, answer.statusCode, answer.json().file]).toEqual([
      filename,
      200,
      bytes.toString('base64'),
    ]);
  }
});

it('null without such a part', async () => {
  const { type, payload } = multipartBody(bytes, { name: 'other' });
  expect((await send(type, payload)).json()).toEqual({ file: null });
});

it('400 for a body that ends anywhere too early, or says no boundary', async () => {
  const { type, payload } = multipartBody(bytes);
  for (let length = 0; length < payload.length - 6; length += 1) {
    const answer = await send(type, payload.subarray(0, length));
    expect([length, answer.statusCode]).toEqual([length, 400]);
  }
  expect((await send('multipart/form-data', payload)).statusCode).toBe(400);
  for (const boundary of ['', 'other']) {
    const answer = await send(`multipart/form-data; boundary=${boundary}`, payload);
    expect(answer.json().file ?? null).toBeNull();
  }
  expect(log).toEqual([]);
});

it('415 for every other type', async () => {
  for (const type of [
    'application/json',
    'application/x-www-form-urlencoded',
    'image/png',
    'application/octet-stream',
  ])
    expect((await send(type, Buffer.from('{}'))).statusCode).toBe(415);
});
