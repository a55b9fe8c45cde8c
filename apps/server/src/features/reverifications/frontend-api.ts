import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import type { AccountHolder } from '../accounts/index.ts';
import { requireSession } from '../sessions/index.ts';
import { getUser, hasSecondFactor } from '../users/index.ts';
import { findVerification } from '../verifications/index.ts';
import { attemptFirstFactor, prepareFirstFactor } from './prove-first-factor.ts';
import { attemptSecondFactor, prepareSecondFactor } from './prove-second-factor.ts';
import type { Reverification } from './reverification.ts';
import { reverificationResource } from './reverification-resource.ts';
import { startReverification } from './start-reverification.ts';

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const strategy = Type.String({ minLength: 1, maxLength: 64 });
const Params = Type.Object({ session_id: Type.String({ maxLength: 64 }) });
const Start = Type.Object({
  level: Type.Union([
    Type.Literal('first_factor'),
    Type.Literal('second_factor'),
    Type.Literal('multi_factor'),
  ]),
});
const Prepare = Type.Object({ strategy, email_address_id: text });
const Attempt = Type.Object({ strategy, password: text, code: text });
const url = '/v1/client/sessions/:session_id/verify';

/** A session's user proves once more who they are (frontend-api.md 5.12). */
export function registerReverificationsFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies } = context;
  const holderOf = async (request: FastifyRequest, sessionId: string): Promise<AccountHolder> => {
    const { client, instance } = request;
    const session = await requireSession(dependencies, { client, sessionId });
    return { instance, userId: session.userId, session };
  };
  const answer = answerer(context);

  app.post(url, { schema: { params: Params, body: Start } }, async (request) => {
    const holder = await holderOf(request, request.params.session_id);
    const { level } = request.body;
    const user = await getUser(dependencies, { instanceId: holder.instance.id, userId: holder.userId });
    const input = { holder, level, hasSecondFactor: hasSecondFactor(user) };
    return answer(request, holder, await startReverification(dependencies, input));
  });

  app.post(`${url}/prepare_first_factor`, { schema: { params: Params, body: Prepare } }, async (request) => {
    const holder = await holderOf(request, request.params.session_id);
    const input = { holder, strategy: request.body.strategy, emailAddressId: request.body.email_address_id };
    return answer(request, holder, await prepareFirstFactor(dependencies, input));
  });

  app.post(`${url}/attempt_first_factor`, { schema: { params: Params, body: Attempt } }, async (request) => {
    const holder = await holderOf(request, request.params.session_id);
    return answer(request, holder, await attemptFirstFactor(dependencies, { holder, ...request.body }));
  });

  app.post(`${url}/prepare_second_factor`, { schema: { params: Params, body: Prepare } }, async (request) =>
    prepareSecondFactor(dependencies, await holderOf(request, request.params.session_id)),
  );

  app.post(`${url}/attempt_second_factor`, { schema: { params: Params, body: Attempt } }, async (request) => {
    const holder = await holderOf(request, request.params.session_id);
    const { strategy: by, code } = request.body;
    return answer(request, holder, await attemptSecondFactor(dependencies, { holder, strategy: by, code }));
  });
}

/** The session goes out with a fresh token: nothing else brings the new claim `fva` into the page's cookie. */
function answerer({ dependencies, respond }: FrontendApiContext) {
  return async (request: FastifyRequest, holder: AccountHolder, reverification: Reverification) => {
    const { queries } = dependencies.database;
    const { id: instanceId } = holder.instance;
    const user = await getUser(dependencies, { instanceId, userId: holder.userId });
    const { firstFactorVerificationId: verificationId } = reverification;
    const verification =
      verificationId === null ? null : await findVerification(queries, instanceId, verificationId);
    const { client } = await respond.withClient(request, null);
    const { sessions } = client as { sessions: { id: string }[] };
    const session = sessions.find(({ id }) => id === holder.session.id) ?? null;
    const now = dependencies.clock.now();
    return { response: reverificationResource(reverification, { user, verification, now, session }), client };
  };
}
