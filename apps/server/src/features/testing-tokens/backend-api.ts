import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { createTestingToken } from './create-testing-token.ts';

/** What test suites ask for before they open a browser (backend-api.md 7.3). */
export function registerTestingTokensBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/v1/testing_tokens', async (request) => {
    const { token, expireAt } = await createTestingToken(dependencies, { instanceId: request.instance.id });
    return { object: 'testing_token' as const, token, expires_at: expireAt.getTime() };
  });
}
