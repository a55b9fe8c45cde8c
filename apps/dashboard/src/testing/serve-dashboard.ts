import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { createFakeFrontendApi, serveFakeFrontendApi } from '@bartleby/browser/testing';
import { answerPlatformCall } from './fake-platform-api.ts';
import { type FakeState, fakeState } from './fake-state.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** The server's own policy for pages. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data: https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const passed = requestHttp({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  request.pipe(passed);
}

async function answerPlatform(
  state: FakeState,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) {
  const text = await readText(request);
  if (state.isDown) return void request.socket.destroy();
  if (!/^Bearer [\w-]+\.[\w-]+\./.test(request.headers.authorization ?? ''))
    return sendJson(response, 401, { errors: [{ code: 'authentication_invalid', message: 'Sign in.' }] });
  const ifMatch = request.headers['if-match'];
  const { status, body, lines, gate, onClosed } = answerPlatformCall(state, {
    method: request.method ?? 'GET',
    path: url.pathname.slice('/v1/platform'.length),
    query: url.searchParams,
    ifMatch,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  });
  response.once('close', () => response.writableFinished || onClosed?.());
  await gate;
  return lines ? sendLines(state, response, lines) : sendJson(response, status, body);
}

/** All but the last line at once, the last one when the state lets it. */
async function sendLines(state: FakeState, response: ServerResponse, lines: readonly unknown[]) {
  response.once('close', () => {
    if (!response.writableFinished) state.cancelledForecasts += 1;
  });
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  for (const [index, line] of lines.entries()) {
    if (index > 0) await state.forecastGate;
    response.write(`${JSON.stringify(line)}\n`);
  }
  response.end();
}

/** The built Dashboard under the server's policy, with a fake Platform API and a fake Frontend API behind it. */
export async function serveDashboard(folder: string) {
  const api = createFakeFrontendApi({
    clock: { now: () => Date.now() },
    keyHost: 'operators.localhost:1853',
  });
  const frontend = await serveFakeFrontendApi(api, { prefix: '/i/operators', port: 0, fallback: () => null });
  const frontendPort = (frontend.address() as AddressInfo).port;
  const current = { state: fakeState() };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/i/operators/v1/portal_config')
      return sendJson(response, 200, { publishable_key: api.publishableKey });
    if (url.pathname.startsWith('/i/operators/v1/')) return forward(request, response, frontendPort);
    if (url.pathname.startsWith('/v1/platform'))
      return void answerPlatform(current.state, request, response, url);
    const isAsset = url.pathname.startsWith('/dashboard-assets/');
    const file = isAsset ? url.pathname.slice('/dashboard-assets/'.length) : 'index.html';
    response.writeHead(200, {
      'content-type': isAsset ? (TYPES[extname(file)] ?? 'text/plain') : 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
    });
    response.end(readFileSync(join(folder, file)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    api,
    current,
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
      frontend.closeAllConnections();
      frontend.close();
    },
  };
}

export type ServedDashboard = Awaited<ReturnType<typeof serveDashboard>>;
