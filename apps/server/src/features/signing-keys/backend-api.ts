import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { sendJwks } from './jwks-answer-api.ts';
import { publishedKeySet } from './published-key-set.ts';

/** `GET /v1/jwks`: cheap, because verifiers ask at once for every `kid` that they do not know (backend-api.md 1.8). */
export function registerSigningKeysBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/v1/jwks', { config: { instance: 'last-known' } }, async (request, reply) =>
    sendJwks(request, reply, await publishedKeySet(dependencies, request.instance.slug)),
  );
}
