import { expect, it } from 'vitest';
import { backendEndpoints } from './backend-endpoints.ts';
import { frontendEndpoints } from './frontend-endpoints.ts';
import { isBackendOnlyPath, matchesPath } from './match-endpoint.ts';

it('matches segment by segment, one slash at the end aside', () => {
  expect(matchesPath('/v1/users/:user_id', '/v1/users/user_1')).toBe(true);
  expect(matchesPath('/v1/users/:user_id', '/v1/users/user_1/')).toBe(true);
  expect(matchesPath('/v1/users/:user_id', '/v1/users/')).toBe(false);
  expect(matchesPath('/v1/users/:user_id', '/v1/users/a/b')).toBe(false);
  expect(matchesPath('/v1/users', '/v1/Users')).toBe(false);
});

it('knows the paths that need a secret key', () => {
  for (const path of ['/v1/users', '/v1/users/user_1', '/v1/jwks', '/v1/clients/handshake_payload'])
    expect(isBackendOnlyPath(path), path).toBe(true);
  for (const path of ['/v1/client', '/v1/client/handshake', '/v1/environment', '/v1/me', '/v1/nothing'])
    expect(isBackendOnlyPath(path), path).toBe(false);
});

it('lists each operation once', () => {
  const all = [...frontendEndpoints, ...backendEndpoints].map(
    ({ api, method, path }) => `${api} ${method} ${path}`,
  );
  expect(new Set(all).size).toBe(all.length);
});
