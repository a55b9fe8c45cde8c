import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { handshakeFrom } from '../../../testing/handshake-steps.ts';

let server: TestServer;
let live: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  live = await createTestServer({ instance: { environmentType: 'production' } });
});
afterAll(async () => {
  await server.close();
  await live.close();
});

const create = (url: unknown, on: TestServer = server) => on.backend('POST', '/v1/redirect_urls', { url });
const codeOf = (answer: { json(): { errors: { code: string }[] } }) => answer.json().errors[0]?.code;

describe('/v1/redirect_urls', () => {
  it('200: made, listed (bare or paginated), read, deleted', async () => {
    const own = await createTestServer();
    const urls = ['https://app.example.com/callback', 'my-app://oauth-callback'];
    for (const url of urls) {
      const made = (await create(url, own)).json();
      const now = own.clock.now().getTime();
      expect(made).toEqual({
        object: 'redirect_url',
        id: expect.stringMatching(/^ru_/),
        url,
        created_at: now,
        updated_at: now,
      });
      expect((await own.backend('GET', `/v1/redirect_urls/${made.id}`)).json()).toEqual(made);
      own.clock.advance(1);
    }
    const list = (await own.backend('GET', '/v1/redirect_urls')).json();
    expect(list.map(({ url }: { url: string }) => url)).toEqual(urls.toReversed());
    const page = (await own.backend('GET', '/v1/redirect_urls?paginated=true&limit=1')).json();
    expect([page.data.length, page.total_count]).toEqual([1, 2]);
    const { id } = list[0];
    const gone = await own.backend('DELETE', `/v1/redirect_urls/${id}`);
    expect(gone.json()).toEqual({ object: 'redirect_url', id, deleted: true });
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await own.backend(method, `/v1/redirect_urls/${id}`);
      expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'resource_not_found']);
    }
    await own.close();
  });

  it('404: another instance’s', async () => {
    const { id } = (await create('https://mine.example.com/')).json();
    expect((await live.backend('GET', `/v1/redirect_urls/${id}`)).statusCode).toBe(404);
    expect((await live.backend('DELETE', `/v1/redirect_urls/${id}`)).statusCode).toBe(404);
    expect((await server.backend('GET', `/v1/redirect_urls/${id}`)).statusCode).toBe(200);
  });

  it.each([
    ['nonsense', 'form_param_format_invalid'],
    ['/path', 'form_param_format_invalid'],
    ['//host/path', 'form_param_format_invalid'],
    ['javascript:alert(1)', 'form_param_format_invalid'],
    ['javascript://app.example.com/%0Aalert(1)', 'form_param_format_invalid'],
    ['data://text/html,x', 'form_param_format_invalid'],
    ['file:///etc/passwd', 'form_param_format_invalid'],
    ['https://user:pass@app.example.com/', 'form_param_format_invalid'],
    ['https://*.example.com/', 'form_param_format_invalid'],
    ['https://app.example.com/#part', 'form_param_format_invalid'],
    ['https://app.example.com/a b', 'form_param_format_invalid'],
    ['https://app.example.com\\@evil.example/', 'form_param_format_invalid'],
    [`https://app.example.com/${'a'.repeat(3_000)}`, 'form_param_format_invalid'],
    ['', 'form_param_nil'],
    [undefined, 'form_param_missing'],
    [5, 'form_param_type_invalid'],
  ])('422: %s', async (url, code) => {
    const answer = await create(url);
    expect([answer.statusCode, codeOf(answer)]).toEqual([422, code]);
  });

  it('422: plain http on a production instance; development takes it', async () => {
    expect((await create('http://localhost:4000/cb', live)).statusCode).toBe(422);
    expect((await create('http://localhost:4000/cb')).statusCode).toBe(200);
  });

  it('400: the same URL twice; of many at once exactly one is stored', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => create('https://twice.example.com/cb')),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'duplicate_record']);
  });

  it('takes part in the allowed redirects from the next request on, and no longer once it is deleted', async () => {
    const url = 'https://elsewhere.example.com/after';
    // Through the app's own proxy: then the app may be on any site, and the list alone decides.
    const proxied = { 'clerk-secret-key': server.secretKey };
    const status = async (to: string) => (await handshakeFrom(server, to, {}, {}, proxied)).statusCode;
    expect(await status(url)).toBe(400);
    const { id } = (await create(url)).json();
    expect(await status(`${url}?x=1`)).toBe(307);
    expect(await status('https://elsewhere.example.com/')).toBe(400);
    const portal = (await server.frontend('GET', '/v1/portal_config')).json();
    expect(portal.redirect_origins).toContain(url);
    await server.backend('DELETE', `/v1/redirect_urls/${id}`);
    expect(await status(url)).toBe(400);
  });

  it('a custom scheme is allowed where a mailed link may lead, as a whole URL alone', async () => {
    const invite = (redirect_url: string) =>
      server.backend('POST', '/v1/invitations', {
        email_address: `${redirect_url.length}@example.com`,
        redirect_url,
        notify: false,
      });
    const url = 'my-app://joined';
    expect((await invite(url)).statusCode).toBe(422);
    await create(url);
    expect((await invite(url)).statusCode).toBe(200);
    expect((await invite(`${url}/more`)).statusCode).toBe(422);
    expect((await handshakeFrom(server, url, {})).statusCode).toBe(400);
  });
});
