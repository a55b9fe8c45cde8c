import {
  backendEndpoints,
  type Endpoint,
  frontendEndpoints,
  platformEndpoints,
} from '@bartleby/api-contract';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';
import { registeredRoutes } from '../testing/registered-routes.ts';

const server = await createTestServer();
afterAll(() => server.close());

describe.each([
  ['/~frontend', frontendEndpoints],
  ['/~backend', backendEndpoints],
  ['/~platform', platformEndpoints],
])('the contract and the routes below %s', (prefix, endpoints) => {
  it('name the same operations', () => {
    expect(registeredRoutes(server.app, prefix)).toEqual(
      endpoints.map(({ method, path }: Endpoint) => `${method} ${path}`).sort(),
    );
  });
});
