import type { FastifyInstance } from 'fastify';
import type { Dependencies } from './dependencies.ts';
import { allowedOriginsOf, authenticateInstance, authenticateSecretKey } from './features/instances/index.ts';
import type { Surface } from './http/choose-api.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { mountApi } from './http/mount-api.ts';
import { addOriginCheck } from './http/origin-check.ts';

const FRONTEND_BODY_LIMIT_BYTES = 256 * 1024;
const BACKEND_BODY_LIMIT_BYTES = 1024 * 1024;

/** The composition root: one HTTP server with every feature's routes, mounted by hand. Not yet listening. */
export async function buildApp(
  dependencies: Dependencies,
  options: { readonly surface?: Surface } = {},
): Promise<FastifyInstance> {
  const app = createHttpServer(dependencies, options.surface ?? 'everything');
  await mountFrontendApi(app, dependencies);
  await mountBackendApi(app, dependencies);
  await mountPlatformApi(app, dependencies);
  return app;
}

/** What browsers call. */
async function mountFrontendApi(app: FastifyInstance, dependencies: Dependencies): Promise<void> {
  await mountApi(
    app,
    {
      name: 'Frontend API',
      prefix: 'frontend',
      form: true,
      unknown: { body: 'ignore', query: 'ignore' },
      bodyLimitBytes: FRONTEND_BODY_LIMIT_BYTES,
    },
    (api) => {
      api.addHook('onRequest', authenticateInstance(dependencies));
      addOriginCheck(api, ({ instance, viaAppProxy }) => ({
        allowedOrigins: allowedOriginsOf(instance),
        viaAppProxy,
      }));
    },
  );
}

/** What servers with a secret key call. */
async function mountBackendApi(app: FastifyInstance, dependencies: Dependencies): Promise<void> {
  await mountApi(
    app,
    {
      name: 'Backend API',
      prefix: 'backend',
      form: false,
      unknown: { body: 'refuse', query: 'ignore' },
      bodyLimitBytes: BACKEND_BODY_LIMIT_BYTES,
    },
    (api) => {
      api.addHook('onRequest', authenticateSecretKey(dependencies));
    },
  );
}

/** What Dashboard and CLI call. */
async function mountPlatformApi(app: FastifyInstance, _dependencies: Dependencies): Promise<void> {
  await mountApi(
    app,
    {
      name: 'Platform API',
      prefix: 'platform',
      form: false,
      unknown: { body: 'refuse', query: 'refuse' },
      bodyLimitBytes: BACKEND_BODY_LIMIT_BYTES,
    },
    () => undefined,
  );
}
