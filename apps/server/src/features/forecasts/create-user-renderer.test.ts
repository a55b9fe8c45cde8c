import { compileTemplate } from '@bartleby/claims-template';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { signInTestUser, useSessionTokenTemplate } from '../../testing/signed-in-browser.ts';
import { createUserRenderer } from './create-user-renderer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

describe('createUserRenderer', () => {
  it('weighs what the token will weigh, when the origin is as long as the longest', async () => {
    const source = '{"name": "{{user.full_name}}", "meta": "{{user.public_metadata}}"}';
    const compiled = compileTemplate(source);
    const template = compiled.ok ? compiled.template : null;
    await useSessionTokenTemplate(server, source);
    const browser = await signInTestUser(server, { firstName: 'Ünï', publicMetadata: { list: [1, 2, 3] } });
    const render = await createUserRenderer(server.dependencies, server.instance);
    const answer = await server.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
      cookies: browser.cookies,
      headers: { origin: 'https://localhost:65535' },
    });
    const name = `__session_${server.instance.cookieSuffix}`;
    expect(render(browser.user, template)).toEqual({
      cookieBytes: name.length + answer.json().jwt.length,
      claims: { name: 'Ünï', meta: { list: [1, 2, 3] } },
    });
  });

  it('weighs what would not fit as if it did', async () => {
    const compiled = compileTemplate('{"meta": "{{user.public_metadata}}"}');
    const template = compiled.ok ? compiled.template : null;
    const { user } = await signInTestUser(server, { publicMetadata: { text: 'x'.repeat(3000) } });
    const render = await createUserRenderer(server.dependencies, server.instance);
    const { claims, cookieBytes } = render(user, template);
    expect(claims).toEqual({ meta: { text: 'x'.repeat(3000) } });
    expect(cookieBytes).toBeGreaterThan(4096);
    expect(render(user, null)).toEqual({ claims: {}, cookieBytes: expect.any(Number) });
  });
});
