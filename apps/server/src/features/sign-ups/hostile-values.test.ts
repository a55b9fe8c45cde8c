import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { lastCodeFor, openTestBrowser } from '../../testing/test-browser.ts';

const naughty = JSON.parse(
  readFileSync(new URL('../../../../../conformance/vectors/blns/blns.json', import.meta.url), 'utf8'),
) as string[];
const hostile = [...naughty, '\0', 'a\0b', '\u202e', '\uffff', 'a\r\nb', '__proto__', 'constructor'];

/** In slices, so that no test takes long on a busy machine. */
const slices = (values: readonly string[], size = 50) =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

describe('hostile values from browsers', () => {
  describe('as names in a sign-up', () => {
    let kept = 0;

    it.each(slices(hostile))('kept as sent, or 422: slice %#', async (...texts) => {
      const browser = openTestBrowser(server);
      const { body } = await browser.post('/v1/client/sign_ups');
      const path = `/v1/client/sign_ups/${body.response.id}`;
      for (const text of texts) {
        const form = { first_name: text, unsafe_metadata: JSON.stringify({ [text]: text }) };
        const answer = await browser.send('PATCH', path, form);
        expect([200, 422]).toContain(answer.status);
        if (answer.status === 422) continue;
        kept += 1;
        expect(answer.body.response.first_name).toBe(text === '' ? null : text);
        // Compared as text: an object literal with the key __proto__ would be another object.
        expect(JSON.stringify(answer.body.response.unsafe_metadata)).toBe(form.unsafe_metadata);
      }
    });

    it('nearly all are kept, and none is a key of every object', () => {
      expect(kept).toBeGreaterThan(naughty.length * 0.9);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });
  });

  it.each(slices(hostile.slice(0, 200).concat(hostile.slice(-8))))(
    'as identifiers, codes, strategies, tickets and ids: refused, never a 5xx: slice %#',
    async (...texts) => {
      const browser = openTestBrowser(server);
      const { body } = await browser.post('/v1/client/sign_ins', { identifier: 'nobody@example.com' });
      const path = `/v1/client/sign_ins/${body.response.id}`;
      for (const text of texts) {
        const answers = await Promise.all([
          openTestBrowser(server).post('/v1/client/sign_ins', { identifier: text || 'x' }),
          openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'ticket', ticket: text }),
          openTestBrowser(server).post('/v1/client/sign_ups', { email_address: text || 'x' }),
          browser.post(`${path}/attempt_first_factor`, { strategy: 'email_code', code: text }),
          browser.post(`${path}/prepare_first_factor`, { strategy: text }),
          browser.get(`/v1/client/sign_ins/${encodeURIComponent(text)}x`),
        ]);
        for (const { status } of answers) {
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
        }
      }
    },
  );

  it('as repeated and missing parameters: refused, never a 5xx', async () => {
    const browser = openTestBrowser(server);
    const twice = ['a@example.com', 'b@example.com'];
    expect((await browser.post('/v1/client/sign_ups', { email_address: twice })).status).toBe(422);
    expect((await browser.post('/v1/client/sign_ins', { identifier: twice })).status).toBe(422);
    const { body } = await browser.post('/v1/client/sign_ups');
    for (const step of ['prepare_verification', 'attempt_verification'])
      expect((await browser.post(`/v1/client/sign_ups/${body.response.id}/${step}`)).status).toBe(422);
  });

  it('a name cannot inject a header or markup into the mail', async () => {
    const browser = openTestBrowser(server);
    const emailAddress = 'injected@example.com';
    const form = {
      email_address: emailAddress,
      first_name: '<script>\r\nBcc: eve@example.com',
      strategy: 'email_code',
    };
    await browser.post('/v1/client/sign_ups', form);
    const mail = server.dependencies.sentMail.findLast(({ to }) => to === emailAddress);
    expect(lastCodeFor(server, emailAddress)).toMatch(/^\d{6}$/);
    expect(mail?.subject).not.toMatch(/[\r\n]/);
    expect(mail?.html).not.toContain('<script');
  });
});

describe('another instance’s browser', () => {
  it('finds neither attempts nor users of this one', async () => {
    const other = await createTestServer();
    const mine = openTestBrowser(server);
    const { body } = await mine.post('/v1/client/sign_ups', { email_address: 'tenant@example.com' });
    const path = `/v1/client/sign_ups/${body.response.id}`;
    const cookies = { [other.instance.clientCookieName]: mine.secret };
    const foreign = await other.frontend('GET', path, { cookies });
    expect(foreign.statusCode).toBe(404);
    const own = await server.frontend('GET', path, {
      cookies: { [server.instance.clientCookieName]: mine.secret },
    });
    expect(own.statusCode).toBe(200);
    await other.close();
  });
});
