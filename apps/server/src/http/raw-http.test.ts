import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

const server = await createTestServer();
await server.app.listen({ port: 0, host: '127.0.0.1' });
const address = server.app.server.address();
const port = typeof address === 'object' && address ? address.port : 0;
afterAll(() => server.close());

/** What comes back for these bytes, until the server closes or nothing comes for a while. */
function send(bytes: string | Buffer, patienceMs = 500): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
  });
}

const head = (lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const path = `/i/${server.instance.slug}/v1/environment`;

describe('what Node reads as HTTP', () => {
  it.each([
    ['two Host headers', head([`GET ${path} HTTP/1.1`, 'Host: localhost:1853', 'Host: evil.example'])],
    ['an absolute target', head([`GET http://evil.example${path} HTTP/1.1`, 'Host: localhost:1853'])],
    ['no Host header', head([`GET ${path} HTTP/1.1`, 'Accept: */*'])],
    [
      'both lengths',
      head([`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked']),
    ],
    ['two lengths', head([`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Length: 1', 'Content-Length: 2'])],
    ['no HTTP', 'hello\r\n\r\n'],
    ['a path of wrong percent signs', head([`GET ${path}/%E0%A4%A HTTP/1.1`, 'Host: localhost:1853'])],
  ])('%s: 400', async (_, bytes) => {
    expect(await send(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('refuses with the envelope, typed exactly', async () => {
    const answer = await send('hello\r\n\r\n');
    expect(answer).toContain('content-type: application/json\r\n');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      errors: [{ code: 'bad_request' }],
    });
  });

  it('refuses headers over 16 KB with 431', async () => {
    expect(await send(head([`GET ${path} HTTP/1.1`, 'Host: a', `Cookie: a=${'x'.repeat(20_000)}`]))).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('serves an ordinary request', async () => {
    const answer = await send(
      head([`GET ${path} HTTP/1.1`, 'Host: localhost:1853', 'Connection: close']),
      5_000,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).toContain('content-type: application/json\r\n');
  });
});

it('drops who does not finish the headers in 10 s or the request in 15 s', { timeout: 40_000 }, async () => {
  const started = performance.now();
  const [slowHead, slowBody] = await Promise.all([
    send(`GET ${path} HTTP/1.1\r\nHost: localhost:1853\r\n`, 30_000),
    send(
      head([
        `POST ${path}?_method=PATCH HTTP/1.1`,
        'Host: localhost:1853',
        'Content-Type: application/json',
        'Content-Length: 100',
      ]),
      30_000,
    ),
  ]);
  expect(slowHead).toMatch(/^HTTP\/1\.1 408 /);
  expect(slowBody).toMatch(/^(HTTP\/1\.1 408 |$)/);
  expect(performance.now() - started).toBeLessThan(20_000);
});

describe('TLS on the plain HTTP port', () => {
  it('is answered, and the log says once what an app forgot', async () => {
    const hello = Buffer.from('16030100c8010000c40303', 'hex');
    for (let tries = 0; tries < 3; tries += 1) expect(await send(hello)).toContain('400 Bad Request');
    const said = server.dependencies.logLines.filter((line) => line.includes('spoke TLS'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('bartleby env');
  });
});
