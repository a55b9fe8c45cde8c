import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECRET_KEY } from './sign-test-token.ts';

export interface RecordedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

type Answer = { status?: number; json: unknown; headers?: Record<string, string> };
export type Routes = Record<string, Answer | ((request: RecordedRequest) => Answer)>;

/** A Backend API on loopback that answers `METHOD /path` as told and remembers what it was asked. */
export async function startFakeServer(routes: Routes) {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    let text = '';
    for await (const chunk of request) text += chunk;
    const recorded = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(recorded);
    const route = routes[`${recorded.method} ${recorded.path}`];
    const refusal: Answer = {
      status: 404,
      json: { errors: [{ code: 'resource_not_found', message: 'not found' }] },
    };
    const authorized = request.headers.authorization === `Bearer ${SECRET_KEY}`;
    const denied: Answer = {
      status: 401,
      json: { errors: [{ code: 'clerk_key_invalid', message: 'bad key' }] },
    };
    const answer: Answer = !authorized
      ? denied
      : typeof route === 'function'
        ? route(recorded)
        : (route ?? refusal);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.json));
  });
  // A connection that is closed for idling while the next request is on its way looks like a server that is away.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    routes,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
