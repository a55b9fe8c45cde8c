import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../runtime/refusal.ts';
import type { ApiInstance } from '../api-instance.ts';
import { routingOf } from '../routing.ts';
import { SdkTarballs } from './sdk-tarballs.ts';
import { setPageHeaders } from './security-headers.ts';
import type { WebFiles } from './web-files.ts';

const LONG_LIVED = 'public, max-age=31536000, immutable';
const BRIEF = 'public, max-age=300';
/** Vite puts a hash of the content into the names of what it builds. */
const HASHED_NAME = /-[\w-]{8,}\.\w+$/;

/** The pages for people: Dashboard, Account Portal, documentation, SDK downloads. */
export function addPages(app: ApiInstance, files: WebFiles, publicUrl: string): void {
  app.addHook('onRequest', async (request, reply) => {
    setPageHeaders(reply);
    return toPublicHost(request, reply, publicUrl);
  });
  app.get('/', (_, reply) => reply.redirect('/dashboard', 302));
  const dashboard = (_: unknown, reply: FastifyReply) => sendIndex(reply, files.dashboard, 'Dashboard');
  app.get('/dashboard', dashboard);
  app.get('/dashboard/*', dashboard);
  app.get<{ Params: { '*': string } }>('/dashboard-assets/*', (request, reply) =>
    sendAsset(reply, files.dashboard, request.params['*']),
  );
  app.get<{ Params: { page: string } }>('/account/:page', (request, reply) =>
    sendPortal(request, reply, files),
  );
  app.get<{ Params: { page: string } }>('/account/:page/*', (request, reply) =>
    sendPortal(request, reply, files),
  );
  app.get<{ Params: { '*': string } }>('/portal-assets/*', (request, reply) =>
    sendAsset(reply, files.portal, request.params['*']),
  );
  app.get('/docs', (_, reply) => sendIndex(reply, files.docs, 'documentation'));
  app.get<{ Params: { '*': string } }>('/docs/*', (request, reply) =>
    sendDocument(reply, files.docs, request.params['*']),
  );
  const tarballs = new SdkTarballs(files.sdk, publicUrl);
  app.get<{ Params: { file: string } }>('/sdk/:file', async (request, reply) => {
    const name = /^([a-z0-9-]+)\.tgz$/.exec(request.params.file)?.[1];
    const tarball = name === undefined ? null : await tarballs.find(name);
    if (!tarball) throw new Refusal('resource_not_found');
    return reply.header('content-type', 'application/gzip').header('cache-control', 'no-cache').send(tarball);
  });
}

const PORTAL_PAGES = new Set(['sign-in', 'sign-up', 'user']);

function sendPortal(
  request: FastifyRequest<{ Params: { page: string } }>,
  reply: FastifyReply,
  files: WebFiles,
) {
  if (routingOf(request).instanceSlug === null || !PORTAL_PAGES.has(request.params.page))
    throw new Refusal('resource_not_found');
  return sendIndex(reply, files.portal, 'Account Portal');
}

/** `127.0.0.1` and `[::1]` are other sites than `localhost`: cookies set there are lost to the app. */
function toPublicHost(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): FastifyReply | undefined {
  const { host } = new URL(publicUrl);
  const given = request.headers.host ?? host;
  const isLoopbackAddress = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/.test(given);
  if (!isLoopbackAddress || given === host || !/^localhost(:\d+)?$/.test(host)) return undefined;
  const target = request.originalUrl.startsWith('//') ? '/' : request.originalUrl;
  return reply.redirect(`${publicUrl}${target}`, 302);
}

function sendIndex(reply: FastifyReply, folder: string, name: string): FastifyReply {
  if (!existsSync(join(folder, 'index.html'))) throw new Refusal('page_not_built', { name });
  return reply.header('cache-control', 'no-cache').sendFile('index.html', folder, { cacheControl: false });
}

function sendDocument(reply: FastifyReply, folder: string, path: string): FastifyReply {
  const file =
    path === '' ? 'index.html' : /\.[a-z0-9]+$/i.test(path) ? path : `${path.replace(/\/$/, '')}.html`;
  return sendAsset(reply, folder, file, file.endsWith('.html') ? 'no-cache' : BRIEF);
}

/** A missing file is the web's own 404. */
function sendAsset(reply: FastifyReply, folder: string, path: string, cacheControl?: string): FastifyReply {
  const kept = cacheControl ?? (HASHED_NAME.test(path) ? LONG_LIVED : BRIEF);
  return reply.header('cache-control', kept).sendFile(path, folder, { cacheControl: false });
}
