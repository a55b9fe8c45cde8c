import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { clientSecretHash, originOf } from '../clients/index.ts';
import { drainSessionActivity } from '../sessions/index.ts';
import { issueCustomJwt } from './issue-custom-jwt.ts';
import { issueSessionToken, type TokenRequest } from './issue-session-token.ts';

const Params = Type.Object({ session_id: Type.String() });
const TemplateParams = Type.Object({ session_id: Type.String(), template_name: Type.String() });

/** The token statement finds client and instance by itself (DESIGN flow A, step 2). */
const config = { findsClientItself: true, instance: 'last-known' } as const;

/** Tokens for browsers: `{ object, jwt }` without an envelope (frontend-api.md 1.5, 5.9). */
export function registerSessionTokensFrontendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.addHook('onClose', () => drainSessionActivity(dependencies));

  // Neither route has a schema for its body: a 422 here would sign the browser out (frontend-api.md 1.7).
  app.post(
    '/v1/client/sessions/:session_id/tokens',
    { schema: { params: Params }, config },
    async (request) => {
      const asked = tokenRequest(request, request.params.session_id);
      if (namesOrganization(request.body))
        throw new Refusal('resource_not_found', { param_name: 'organization_id' });
      const { jwt } = await issueSessionToken(dependencies, asked);
      return { object: 'token' as const, jwt };
    },
  );

  app.post(
    '/v1/client/sessions/:session_id/tokens/:template_name',
    { schema: { params: TemplateParams }, config },
    async (request) => {
      const { session_id: sessionId, template_name: templateName } = request.params;
      const asked = { ...tokenRequest(request, sessionId), templateName };
      if (namesOrganization(request.body))
        throw new Refusal('resource_not_found', { param_name: 'organization_id' });
      const { jwt } = await issueCustomJwt(dependencies, asked);
      return { object: 'token' as const, jwt };
    },
  );
}

function tokenRequest(request: FastifyRequest, sessionId: string): TokenRequest {
  const hash = clientSecretHash(request);
  if (!hash) throw new Refusal('authentication_invalid');
  const origin = originOf(request);
  return {
    instance: request.instance,
    clientSecretHash: hash,
    sessionId,
    ...(origin !== null && { origin }),
  };
}

/** There are no organizations yet: whichever is named, the user is no member of it. */
function namesOrganization(body: unknown): boolean {
  const organization =
    typeof body === 'object' && body !== null && Object.hasOwn(body, 'organization_id')
      ? Reflect.get(body, 'organization_id')
      : '';
  return organization !== '';
}
