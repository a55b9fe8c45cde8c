import { afterAll, expect, it } from 'vitest';
import { createTestServer } from './create-test-server.ts';

const server = await createTestServer();
afterAll(() => server.close());

it('answers an unknown path of either API with the error envelope', async () => {
  for (const answer of [
    await server.frontend('GET', '/v1/nothing-here'),
    await server.backend('GET', '/v1/nothing-here'),
  ]) {
    expect(answer.statusCode).toBe(404);
    expect(answer.json().errors[0].code).toBe('route_not_found');
  }
});

it('refuses a request without its key', async () => {
  const answer = await server.inject({
    method: 'GET',
    url: '/v1/users',
    headers: { host: 'localhost:1853', authorization: 'Bearer sk_test_wrong' },
  });
  expect(answer.statusCode).toBe(401);
});
