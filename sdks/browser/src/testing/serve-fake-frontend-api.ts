import { createServer, type IncomingMessage, type Server } from 'node:http';
import { findCookie } from '../cookies/cookie-jar.ts';
import { answerFakeRequest } from './answer-fake-request.ts';
import type { FakeFrontendApi } from './fake-frontend-api.ts';

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Serves the fake at `<prefix>/v1/…` over HTTP, with its HttpOnly cookie and credentialed CORS; everything else goes to
 * `fallback`. Give it port 0 and read the port from the server.
 */
export async function serveFakeFrontendApi(
  api: FakeFrontendApi,
  options: {
    prefix: string;
    port: number;
    fallback: (path: string) => { type: string; text: string } | null;
  },
): Promise<Server> {
  const cookieName = '__client_fake';
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith(`${options.prefix}/v1/`)) {
      const page = options.fallback(url.pathname);
      response.writeHead(page ? 200 : 404, {
        'content-type': page?.type ?? 'text/plain',
        'content-security-policy':
          "default-src 'self'; connect-src 'self' http://localhost:*; frame-ancestors 'none'; base-uri 'none'",
      });
      return void response.end(page?.text ?? 'not found');
    }
    const answer = await answerFakeRequest(api, {
      method: url.searchParams.get('_method') ?? request.method ?? 'GET',
      path: url.pathname.slice(options.prefix.length + 3),
      query: url.searchParams,
      form: new URLSearchParams(await readText(request)),
      clientId: findCookie(request.headers.cookie ?? '', cookieName) ?? null,
    });
    if (answer === 'network') return void request.socket.destroy();
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      ...(answer.setClientId
        ? {
            'set-cookie': `${cookieName}=${answer.setClientId}; Path=${options.prefix}; HttpOnly; SameSite=Lax`,
          }
        : {}),
      ...answer.headers,
    });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return server;
}
