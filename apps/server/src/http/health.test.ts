import Fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';
import { registerHealth } from './health.ts';

const server = await createTestServer();
afterAll(() => server.close());
const get = (url: string) => server.inject({ method: 'GET', url, headers: { host: 'localhost:1853' } });

describe('GET /health/live and /health/ready', () => {
  it('say ok on a working server, uncached', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await get(path);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual({ status: 'ok' });
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it.each([
    ['says no', async () => false],
    ['does not answer', () => new Promise<boolean>(() => {})],
  ])('ready is 503 and live 200 while the database %s', async (_, ready) => {
    const app = Fastify();
    registerHealth(app, { ready });
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    await app.close();
  });
});
