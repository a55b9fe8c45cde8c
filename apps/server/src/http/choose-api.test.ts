import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArrivedRequest, chooseApi } from './choose-api.ts';

const request = (url: string, more: Partial<ArrivedRequest> = {}): ArrivedRequest => ({
  method: 'GET',
  url,
  authorization: undefined,
  hostHeaderCount: 1,
  ...more,
});
const secret = { authorization: 'Bearer sk_test_x' };

describe('chooseApi', () => {
  it.each([
    ['/v1/environment', {}, '/~frontend/v1/environment', null],
    ['/i/app/v1/client?a=1', {}, '/~frontend/v1/client?a=1', 'app'],
    ['/v1/users', {}, '/~backend/v1/users', null],
    ['/v1/users/user_1/', {}, '/~backend/v1/users/user_1/', null],
    ['/v1/client', secret, '/~backend/v1/client', null],
    ['/v1/client', { authorization: 'bearer  sk_live_x' }, '/~backend/v1/client', null],
    ['/v1/client', { authorization: 'Bearer eyJhbGciOi' }, '/~frontend/v1/client', null],
    ['/v1/client', { authorization: 'Basic sk_test_x' }, '/~frontend/v1/client', null],
    ['/v1/platform/applications', {}, '/~platform/v1/platform/applications', null],
    ['/v1/platform', secret, '/~platform/v1/platform', null],
    ['/v1/platformer', {}, '/~frontend/v1/platformer', null],
    ['/i/app/v1/platform/me', {}, '/~frontend/v1/platform/me', 'app'],
    ['/i/app/v1/users', secret, '/~backend/v1/users', 'app'],
    ['/i/app/.well-known/jwks.json', {}, '/~web/.well-known/jwks.json', 'app'],
    ['/i/app/account/sign-in', {}, '/~web/account/sign-in', 'app'],
    ['/i/app/npm/@clerk/ui@1/dist/x.js', {}, '/~web/npm/@clerk/ui@1/dist/x.js', 'app'],
    ['/i/app/dashboard', {}, '/~web/i/app/dashboard', null],
    ['/i/APP/v1/client', {}, '/~web/i/APP/v1/client', null],
    ['/i/app/v12/client', {}, '/~web/i/app/v12/client', null],
    ['/i/a/v1/i/b/v1/client', {}, '/~frontend/v1/i/b/v1/client', 'a'],
    ['/dashboard', secret, '/~web/dashboard', null],
    ['/~backend/v1/users', secret, '/~web/~backend/v1/users', null],
    ['//evil.example/v1/users', {}, '/~web//evil.example/v1/users', null],
  ])('%s %j → %s', (url, more, internal, slug) => {
    expect(chooseApi(request(url, more))).toMatchObject({ url: internal, instanceSlug: slug, refusal: null });
  });

  it.each([
    ['http://evil.example/v1/client', {}, 'bad_request'],
    ['*', { method: 'OPTIONS' }, 'bad_request'],
    ['/v1/client', { hostHeaderCount: 2 }, 'bad_request'],
    ['/v1/client%00', {}, 'form_param_format_invalid'],
    ['/v1/client?_method=GET', { method: 'POST' }, 'bad_request'],
    ['/v1/client?_method=PUT&_method=DELETE', { method: 'POST' }, 'bad_request'],
    ['/v1/client?_method=', { method: 'POST' }, 'bad_request'],
  ])('refuses %s %j with %s', (url, more, code) => {
    expect(chooseApi(request(url, more)).refusal?.code).toBe(code);
  });

  it.each([
    ['/v1/client?_method=delete', 'POST', {}, 'DELETE'],
    ['/v1/client?_method=PUT', 'GET', {}, 'GET'],
    ['/v1/users?_method=DELETE', 'POST', secret, 'POST'],
    ['/v1/client?x_method=PUT', 'POST', {}, 'POST'],
    ['/v1/client?%5Fmethod=PUT', 'POST', {}, 'POST'],
  ])('%s by %s is %s', (url, method, more, logical) => {
    expect(chooseApi(request(url, { method, ...more })).method).toBe(logical);
  });

  it.each(['/dashboard', '/', '/v1/users', '/v1/platform/me', '/dashboard-assets/a.js'])(
    'keeps %s from the public socket where there is an admin’s one',
    (url) => {
      expect(chooseApi(request(url), 'public').refusal?.code).toBe('route_not_found');
      expect(chooseApi(request(url), 'admin').refusal).toBeNull();
    },
  );

  it('never leads to another internal prefix than its own choice, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.webPath(),
        fc.constantFrom('/~backend', '/i/app', '/i/app/v1', '', '/v1'),
        (path, start) => {
          const url = chooseApi(request(start + path)).url;
          expect(url).toMatch(/^\/~(frontend|backend|platform|web|refused)(\/|$|\?)/);
          if (url.startsWith('/~backend')) expect(url).toMatch(/^\/~backend\/v1\//);
        },
      ),
    );
  });
});
