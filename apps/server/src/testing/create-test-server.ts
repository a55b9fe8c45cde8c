import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Instance } from '../features/instances/index.ts';
import { watchAnswers } from './answers/watch-answers.ts';
import { createTestDependencies, type TestDependencies } from './create-test-dependencies.ts';
import { createTestInstance, type TestInstance } from './create-test-instance.ts';
import type { FakeClock } from './fake-clock.ts';

export interface TestServer extends TestInstance {
  app: FastifyInstance;
  dependencies: TestDependencies;
  clock: FakeClock;
  /** Any request, as Fastify's `inject`. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** A request to this instance's Frontend API from its app's page; `form` is sent as browsers do. `path` starts with `/v1` or `/.well-known`. */
  frontend(method: Method, path: string, options?: FrontendRequest): Promise<LightMyRequestResponse>;
  /** A request to the Backend API with this instance's secret key; `body` is sent as JSON. */
  backend(method: Method, path: string, body?: object): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface FrontendRequest {
  form?: Record<string, string | string[]>;
  /** A body that is no form; say its content type among the headers. */
  payload?: Buffer | string;
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface TestServerOptions {
  config?: Partial<Config>;
  instance?: Partial<Pick<Instance, 'kind' | 'environmentType'>> & {
    settings?: Partial<Instance['settings']>;
  };
}

/** The page that Frontend requests of tests come from. */
export const appOrigin = 'http://localhost:3000';

/** The whole server, not listening, on the run's database, with an instance of its own. */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dependencies = await createTestDependencies(options.config);
  const made = await createTestInstance(dependencies, options.instance);
  const app = await buildApp(dependencies);
  watchAnswers(app);
  const inject = (request: InjectOptions) => app.inject(request);
  return {
    ...made,
    app,
    dependencies,
    clock: dependencies.clock,
    inject,
    frontend: (method, path, request) => inject(frontendRequest(made.instance, method, path, request)),
    backend: (method, path, body) =>
      inject({
        method,
        url: path,
        headers: { host: 'localhost:1853', authorization: `Bearer ${made.secretKey}` },
        ...(body && { payload: body }),
      }),
    async close() {
      await app.close();
      await dependencies.database.close();
    },
  };
}

function frontendRequest(
  instance: Instance,
  method: Method,
  path: string,
  { form, payload, cookies, headers }: FrontendRequest = {},
): InjectOptions {
  const page = { host: 'localhost:1853', origin: appOrigin, 'sec-fetch-site': 'same-site' };
  return {
    method,
    url: `/i/${instance.slug}${path}`,
    headers: {
      ...page,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(cookies && { cookies }),
    ...(form && { payload: encodeForm(form) }),
    ...(payload !== undefined && { payload }),
  };
}

function encodeForm(form: Record<string, string | string[]>): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(form))
    for (const item of Array.isArray(value) ? value : [value]) encoded.append(name, item);
  return encoded.toString();
}
