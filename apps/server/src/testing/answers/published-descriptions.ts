import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toJsonSchema } from './json-schema.ts';

export const repository = join(import.meta.dirname, '../../../../..');
const kept = join(repository, '.cache/openapi');

const files = {
  backend: 'backend-api.2026-05-12',
  frontend: 'frontend-api.2026-05-12',
} as const;

export type DescribedApi = keyof typeof files;
export const describedApis = Object.keys(files) as DescribedApi[];

export interface DescribedResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedMethod>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, DescribedResponse>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

export interface DescribedMethod {
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
  readonly summary?: string;
  readonly parameters?: readonly { readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

const read = new Map<DescribedApi, Description>();

/** A published description with its schemas as JSON Schema. YAML of this size takes a second: what came of it is kept in `.cache`. */
export function publishedDescription(api: DescribedApi): Description {
  const known = read.get(api);
  if (known) return known;
  const source = join(repository, 'conformance/openapi', `${files[api]}.yml`);
  const { size } = statSync(source);
  const copy = join(kept, `${files[api]}.${size}.${converterVersion()}.json`);
  if (!existsSync(copy)) keep(copy, toJsonSchema(parse(readFileSync(source, 'utf8'))));
  const description = JSON.parse(readFileSync(copy, 'utf8')) as Description;
  read.set(api, description);
  return description;
}

/** A changed converter must not meet an old copy. */
function converterVersion(): number {
  return Math.round(statSync(join(import.meta.dirname, 'json-schema.ts')).mtimeMs);
}

/** Whole or not at all: other workers do the same at this moment. */
function keep(path: string, value: unknown): void {
  mkdirSync(kept, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(value));
  renameSync(unfinished, path);
}
