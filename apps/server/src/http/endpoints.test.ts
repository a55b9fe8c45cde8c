import { backendEndpoints, type Endpoint, frontendEndpoints } from '@bartleby/api-contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

const server = await createTestServer();
afterAll(() => server.close());

describe.each([
  ['/~frontend', frontendEndpoints],
  ['/~backend', backendEndpoints],
])('the contract and the routes below %s', (prefix, endpoints) => {
  it('name the same operations', () => {
    expect(registeredRoutes(server.app, prefix)).toEqual(
      endpoints.map(({ method, path }: Endpoint) => `${method} ${path}`).sort(),
    );
  });
});

/** `METHOD path` of every route, read from Fastify's own drawing of its tree (four columns per level). */
function registeredRoutes(app: FastifyInstance, prefix: string): string[] {
  const above: string[] = [];
  const routes = app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', segment = '', methods = ''] = /^(.*?)[├└]── (\S+) \((.*)\)$/.exec(line) ?? [];
      const level = indent.length / 4;
      above.splice(level);
      above[level] = segment;
      const path = above.join('');
      return methods.split(', ').map((method) => ({ method, path }));
    });
  return routes
    .filter(({ method, path }) => path.startsWith(`${prefix}/`) && method !== 'HEAD' && method !== '')
    .map(({ method, path }) => `${method} ${path.slice(prefix.length)}`)
    .sort();
}
