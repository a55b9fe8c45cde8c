import { afterAll, describe, expect, it } from 'vitest';
import { createUser } from '../features/users/index.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

const PROXY = '10.0.0.5';
const direct = await createTestServer();
const behindProxy = await createTestServer({ config: { trustedProxies: [PROXY, '10.1.0.0/16'] } });
afterAll(() => Promise.all([direct.close(), behindProxy.close()]));

const password = 'correct horse battery';
let users = 0;

/** The address that a session remembers after a sign-in that came like this. */
async function addressSeen(server: TestServer, remoteAddress: string, forwardedFor: string): Promise<string> {
  users += 1;
  const emailAddress = `forwarded${users}@example.com`;
  const user = await createUser(server.dependencies, {
    instance: server.instance,
    actor: { type: 'server', id: null },
    emailAddresses: [emailAddress],
    password,
  });
  const answer = await server.inject({
    method: 'POST',
    url: `/i/${server.instance.slug}/v1/client/sign_ins`,
    remoteAddress,
    headers: {
      host: 'localhost:1853',
      origin: 'http://localhost:3000',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': forwardedFor,
    },
    payload: new URLSearchParams({ strategy: 'password', identifier: emailAddress, password }).toString(),
  });
  expect(answer.statusCode).toBe(200);
  const [session] = (await server.backend('GET', `/v1/sessions?user_id=${user.id}`)).json();
  return session.latest_activity.ip_address;
}

describe('X-Forwarded-For', () => {
  it('is ignored unless a proxy is named', async () => {
    expect(await addressSeen(direct, '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(await addressSeen(direct, '127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
  });

  it('is ignored from anybody but the named proxies', async () => {
    expect(await addressSeen(behindProxy, '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
  });

  it.each([
    ['198.51.100.1', '198.51.100.1'],
    ['192.0.2.66, 198.51.100.1', '198.51.100.1'],
    ['192.0.2.66, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['2001:db8::7', '2001:db8::7'],
  ])(
    '%s from a named proxy means %s: what a client wrote itself counts for nothing',
    async (header, seen) => {
      expect(await addressSeen(behindProxy, PROXY, header)).toBe(seen);
    },
  );
});

describe('X-Forwarded-Host, X-Forwarded-Proto and Forwarded', () => {
  it.each([
    ['nobody', () => direct, '203.0.113.9'],
    ['a named proxy', () => behindProxy, PROXY],
  ])('from %s change neither instance nor pages', async (_, serverOf, remoteAddress) => {
    const server = serverOf();
    const forwarded = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example;proto=https',
    };
    for (const url of [`/i/${server.instance.slug}/v1/environment`, '/', '/health/live']) {
      const plain = { url, remoteAddress, headers: { host: 'localhost:1853' } };
      const answers = [
        await server.inject(plain),
        await server.inject({ ...plain, headers: { ...plain.headers, ...forwarded } }),
      ];
      expect(answers[1]?.body).toBe(answers[0]?.body);
      expect(answers[1]?.headers.location).toBe(answers[0]?.headers.location);
      expect(answers[1]?.body).not.toContain('evil');
    }
    const handshake = await server.inject({
      url: `/i/${server.instance.slug}/v1/client/handshake?redirect_url=${encodeURIComponent('https://evil.example/')}`,
      remoteAddress,
      headers: { host: 'localhost:1853', ...forwarded },
    });
    expect(handshake.statusCode).toBe(400);
  });
});
