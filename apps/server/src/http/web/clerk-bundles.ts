import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';
import type { ApiInstance } from '../api-instance.ts';
import { routingOf } from '../routing.ts';

const PACKAGES = new Set(['clerk-js', 'ui']);
const SAFE_FILE = /^(?:[\w-]+\/)*[\w.-]+\.(?:js|mjs|css|map|json|woff2?)$/;

/**
 * `/npm/@clerk/<package>@<version>/…`: the published browser bundles, from the folder that
 * `bartleby clerk-assets pull` fills, never fetched here (DESIGN decision 20). `@6`, `@1`, `@latest` and no
 * version stand for the newest that fits; chunks ask for the exact one.
 */
export function addClerkBundles(app: ApiInstance, folder: string): void {
  app.get<{ Params: { package: string; '*': string } }>('/npm/@clerk/:package/*', (request, reply) => {
    reply
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('x-content-type-options', 'nosniff');
    const [name = '', wanted = 'latest'] = request.params.package.split('@');
    const file = request.params['*'];
    const version = PACKAGES.has(name) && SAFE_FILE.test(file) ? chooseVersion(folder, name, wanted) : null;
    const packageFolder = join(folder, '@clerk', `${name}@${version}`);
    if (version === null || !isFile(join(packageFolder, file)))
      return sendMissing(reply, routingOf(request).path);
    const kept = version === wanted ? 'public, max-age=31536000, immutable' : 'public, max-age=300';
    return reply.header('cache-control', kept).sendFile(file, packageFolder, { cacheControl: false });
  });
}

/** The exact version, or the newest whose parts begin with the wanted ones. */
export function chooseVersion(folder: string, name: string, wanted: string): string | null {
  const versions = listVersions(folder, name);
  if (versions.includes(wanted)) return wanted;
  const fits = /^\d+(\.\d+)?$/.test(wanted)
    ? versions.filter((version) => version.startsWith(`${wanted}.`))
    : versions.filter((version) => /^[a-z]+$/i.test(wanted) && !version.includes('-'));
  return fits.sort(compareVersions).at(-1) ?? null;
}

function listVersions(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, '@clerk'))
      .filter((entry) => entry.startsWith(`${name}@`))
      .map((entry) => entry.slice(name.length + 1));
  } catch {
    return [];
  }
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(/[.-]/).map(Number));
  for (const [index, part] of a!.entries()) if (part !== b![index]) return part - (b![index] ?? 0) || 0;
  return 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A script that says in the page's console what is missing: a JSON answer would be a riddle there. */
function sendMissing(reply: FastifyReply, path: string): FastifyReply {
  const message = `Bartleby has no file ${path.slice(0, 200)}. On the server run: npx bartleby clerk-assets pull — then reload this page.`;
  return reply
    .code(404)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/javascript; charset=utf-8')
    .send(`console.error(${JSON.stringify(message).replaceAll('<', '\\u003c')});\n`);
}
