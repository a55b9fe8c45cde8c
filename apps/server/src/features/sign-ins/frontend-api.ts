import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { ensureClient, rememberClient } from '../clients/index.ts';
import { attemptFirstFactor } from './attempt-first-factor.ts';
import { browserOf, knownBrowserOf } from './authenticate-browser.ts';
import { createSignIn } from './create-sign-in.ts';
import { describeSignIn } from './describe-current-sign-in.ts';
import { getSignIn } from './get-sign-in.ts';
import { prepareFirstFactor } from './prepare-first-factor.ts';
import { setNewPassword } from './set-new-password.ts';
import type { SignInStep } from './sign-in-browser.ts';

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const strategy = Type.String({ minLength: 1, maxLength: 64 });
const NewSignIn = Type.Object({ strategy: text, identifier: text, password: text, ticket: text });
const Params = Type.Object({ sign_in_id: Type.String({ maxLength: 64 }) });
const Prepare = Type.Object({ strategy, email_address_id: text });
const Attempt = Type.Object({ strategy, password: text, code: text });
const NewPassword = Type.Object({
  password: Type.String({ minLength: 1, maxLength: 8192 }),
  sign_out_of_other_sessions: text,
});

/** Sign-ins, as browsers make them (frontend-api.md 5.2, 5.3). */
export function registerSignInsFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  const answer = async (request: FastifyRequest, { signIn, issued }: SignInStep) => {
    if (issued) rememberClient(request, issued);
    const { instance } = request;
    return respond.withClient(request, await describeSignIn(dependencies, { instance, signIn }));
  };

  app.post('/v1/client/sign_ins', { schema: { body: NewSignIn } }, async (request) => {
    const { instance, client } = request;
    // The attempt belongs to a browser from its first step: a stranger gets a client here.
    const issued = await ensureClient(dependencies, { instanceId: instance.id, client });
    rememberClient(request, issued);
    const { identifier, password, ticket } = request.body;
    // An empty text is how browsers send null.
    const input = { strategy: request.body.strategy || undefined, identifier, password, ticket };
    const browser = browserOf(request, issued.client);
    return answer(request, await createSignIn(dependencies, { browser, input }));
  });

  app.get('/v1/client/sign_ins/:sign_in_id', { schema: { params: Params } }, async (request) => {
    const { instance, client } = request;
    const signIn = await getSignIn(dependencies, { instance, client, id: request.params.sign_in_id });
    return answer(request, { signIn, issued: null });
  });

  app.post(
    '/v1/client/sign_ins/:sign_in_id/prepare_first_factor',
    { schema: { params: Params, body: Prepare } },
    async (request) => {
      const { strategy, email_address_id } = request.body;
      const signIn = await prepareFirstFactor(dependencies, {
        browser: knownBrowserOf(request),
        id: request.params.sign_in_id,
        strategy,
        emailAddressId: email_address_id || undefined,
      });
      return answer(request, { signIn, issued: null });
    },
  );

  app.post(
    '/v1/client/sign_ins/:sign_in_id/attempt_first_factor',
    { schema: { params: Params, body: Attempt } },
    async (request) => {
      const browser = knownBrowserOf(request);
      const { sign_in_id: id } = request.params;
      return answer(request, await attemptFirstFactor(dependencies, { browser, id, ...request.body }));
    },
  );

  app.post(
    '/v1/client/sign_ins/:sign_in_id/reset_password',
    { schema: { params: Params, body: NewPassword } },
    async (request) => {
      const step = await setNewPassword(dependencies, {
        browser: knownBrowserOf(request),
        id: request.params.sign_in_id,
        password: request.body.password,
        signOutOfOtherSessions: request.body.sign_out_of_other_sessions === 'true',
      });
      return answer(request, step);
    },
  );
}
