import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Complaint } from '../complaint.ts';

/** The files a framework reads, the earlier one winning. */
const FILES = ['.env.development.local', '.env.local', '.env.development', '.env'];

export interface AppFacts {
  /** Variables of the app's .env files. */
  variables: Map<string, { value: string; file: string }>;
  /** Names in its package.json under dependencies and devDependencies. */
  dependencies: Set<string>;
}

/** Reads an app's environment files and dependencies. @throws Complaint when the folder is no app */
export function readApp(folder: string): AppFacts {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest))
    throw new Complaint(`${folder} has no package.json: give the folder of your app with --app.`);
  const { dependencies = {}, devDependencies = {} } = parseManifest(manifest);
  const variables: AppFacts['variables'] = new Map();
  for (const file of FILES) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
      if (!variables.has(name)) variables.set(name, { value: value ?? '', file });
  }
  return {
    variables,
    dependencies: new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]),
  };
}

function parseManifest(path: string): { dependencies?: object; devDependencies?: object } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: object; devDependencies?: object };
  } catch {
    throw new Complaint(`${path} is no valid JSON: mend it first.`);
  }
}

/**
 * Ours first, then the published ones, each in the order in which they decide: an app on a framework may also
 * name the library below it.
 */
const BLOCKS: readonly (readonly [dependency: string, block: string])[] = [
  ['@bartleby/nextjs', 'nextjs'],
  ['@bartleby/express', 'express'],
  ['@bartleby/react', 'react'],
  ['@clerk/nextjs', 'nextjs-clerk'],
  ['@clerk/nuxt', 'nuxt-clerk'],
  ['@clerk/astro', 'astro-clerk'],
  ['@clerk/tanstack-react-start', 'tanstack-react-start-clerk'],
  ['@clerk/react-router', 'react-router-clerk'],
  ['@clerk/express', 'express-clerk'],
  ['@clerk/fastify', 'fastify-clerk'],
  ['@clerk/hono', 'hono-clerk'],
  ['@clerk/react', 'react-clerk'],
  ['@clerk/vue', 'vue-clerk'],
];

/** Which environment block fits an app, by the SDK it depends on; null when it has none of them. */
export function frameworkOf({ dependencies, variables }: AppFacts): string | null {
  const block = BLOCKS.find(([dependency]) => dependencies.has(dependency))?.[1] ?? null;
  const proxied = variables.get('NEXT_PUBLIC_CLERK_PROXY_URL')?.value.startsWith('/');
  return block === 'nextjs-clerk' && proxied ? 'nextjs-clerk-proxy' : block;
}
