import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { ensureClient, forgetClient, rememberClient } from '../clients/index.ts';
import { endSession, signOut, touchSession } from '../sessions/index.ts';
import { describeEndedSession } from './describe-session.ts';
import { clientOf } from './respond-frontend-api.ts';

const Params = Type.Object({ session_id: Type.String() });

/** The browser's own Client and its sessions (frontend-api.md 1.5, 5.9). */
export function registerClientFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  registerClientRoutes(app, context);
  registerSessionRoutes(app, context);
}

function registerClientRoutes(app: ApiInstance, { dependencies }: FrontendApiContext): void {
  const ownClient = async (request: FastifyRequest) => ({
    response: await clientOf(dependencies, request),
    client: null,
  });

  // A stranger is answered 200: the SDK cannot start on anything else.
  app.get('/v1/client', ownClient);

  app.route({
    method: ['POST', 'PUT'],
    url: '/v1/client',
    handler: async (request) => {
      const { instance, client } = request;
      rememberClient(request, await ensureClient(dependencies, { instanceId: instance.id, client }));
      return ownClient(request);
    },
  });

  app.delete('/v1/client', async (request) => {
    const { instance, client } = request;
    if (client) await signOut(dependencies, { instanceId: instance.id, client, destroyClient: true });
    forgetClient(request);
    return ownClient(request);
  });

  app.delete('/v1/client/sessions', async (request) => {
    const { instance, client } = request;
    if (client) await signOut(dependencies, { instanceId: instance.id, client, destroyClient: false });
    return ownClient(request);
  });
}

function registerSessionRoutes(app: ApiInstance, { dependencies, respond }: FrontendApiContext): void {
  const schema = { params: Params };

  /** The session as the answer's own Client has it, with its fresh token. */
  const answerSession = async (request: FastifyRequest, sessionId: string) => {
    const client = await clientOf(dependencies, request);
    const session = client?.sessions.find(({ id }) => id === sessionId);
    if (!session) throw new Refusal('authentication_invalid');
    return { response: session, client };
  };

  app.get('/v1/client/sessions/:session_id', { schema }, (request) =>
    answerSession(request, request.params.session_id),
  );

  // No schema for the body: a 422 here would sign the browser out (frontend-api.md 1.7).
  app.post('/v1/client/sessions/:session_id/touch', { schema }, async (request) => {
    const { session_id: sessionId } = request.params;
    const organization = textOf(request.body, 'active_organization_id');
    const { instance, client } = request;
    await touchSession(dependencies, { instanceId: instance.id, client, sessionId, organization });
    return answerSession(request, sessionId);
  });

  for (const [action, status] of [
    ['end', 'ended'],
    ['remove', 'removed'],
  ] as const)
    app.post(`/v1/client/sessions/:session_id/${action}`, { schema }, async (request) => {
      const { instance, client } = request;
      const { session_id: sessionId } = request.params as { session_id: string };
      const session = await endSession(dependencies, { instanceId: instance.id, client, sessionId, status });
      return respond.withClient(request, await describeEndedSession(dependencies, { instance, session }));
    });
}

/** A text of a form body; '' when it is missing or anything else. */
function textOf(body: unknown, name: string): string {
  const value =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : '';
  return typeof value === 'string' ? value : '';
}
