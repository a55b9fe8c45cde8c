import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { clientSecretHash, ensureClient, rememberClient } from '../clients/index.ts';
import { attemptSecondFactor, prepareSecondFactor } from './attempt-second-factor.ts';
import { browserOf, knownBrowserOf } from './authenticate-browser.ts';
import { createSignIn } from './create-sign-in.ts';
import { describeSignIn } from './describe-current-sign-in.ts';
import { attemptFirstFactor } from './first-factor/attempt-first-factor.ts';
import { completeSignInForWaitingPage, finishSignInByLink } from './first-factor/follow-sign-in-link.ts';
import { prepareFirstFactor } from './first-factor/prepare-first-factor.ts';
import { getSignIn } from './get-sign-in.ts';
import { setNewPassword } from './set-new-password.ts';
import type { SignInStep } from './sign-in-browser.ts';
import { type SocialSignIns, socialRequestOf } from './social-request.ts';

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const strategy = Type.String({ minLength: 1, maxLength: 64 });
const NewSignIn = Type.Object({
  strategy: text,
  identifier: text,
  password: text,
  ticket: text,
  redirect_url: text,
  sign_up_if_missing: text,
  action_complete_redirect_url: text,
  transfer: text,
  oidc_prompt: text,
  oidc_login_hint: text,
});
const Params = Type.Object({ sign_in_id: Type.String({ maxLength: 64 }) });
const Prepare = Type.Object({ strategy, email_address_id: text, redirect_url: text });
const Attempt = Type.Object({ strategy, password: text, code: text });
const NewPassword = Type.Object({
  password: Type.String({ minLength: 1, maxLength: 8192 }),
  sign_out_of_other_sessions: text,
});

/** Sign-ins, as browsers make them (frontend-api.md 5.2, 5.3). */
export function registerSignInsFrontendApi(
  app: ApiInstance,
  context: FrontendApiContext & { readonly social: SocialSignIns },
): void {
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
    const { identifier, password, ticket, redirect_url, sign_up_if_missing } = request.body;
    const input = {
      strategy: request.body.strategy || undefined, // An empty text is how browsers send null.
      identifier,
      password,
      ticket,
      redirectUrl: redirect_url,
      signUpIfMissing: sign_up_if_missing === 'true',
    };
    const browser = browserOf(request, issued.client);
    const social = await context.social.signIn(browser, socialRequestOf(request.body));
    return answer(request, social ?? (await createSignIn(dependencies, { browser, input })));
  });

  app.get('/v1/client/sign_ins/:sign_in_id', { schema: { params: Params } }, async (request) => {
    const { instance, client } = request;
    const { sign_in_id: id } = request.params;
    // The page that asked for a link looks here until it was followed.
    const waited =
      client === null &&
      (await completeSignInForWaitingPage(dependencies, {
        instance,
        id,
        secretHash: clientSecretHash(request),
      }));
    if (waited)
      return { response: await describeSignIn(dependencies, { instance, signIn: waited }), client: null };
    const followed =
      client && (await finishSignInByLink(dependencies, { browser: browserOf(request, client), id }));
    const signIn = followed?.signIn ?? (await getSignIn(dependencies, { instance, client, id }));
    return answer(request, { signIn, issued: followed?.issued ?? null });
  });

  app.post(
    '/v1/client/sign_ins/:sign_in_id/prepare_first_factor',
    { schema: { params: Params, body: Prepare } },
    async (request) => {
      const { strategy, email_address_id, redirect_url } = request.body;
      const signIn = await prepareFirstFactor(dependencies, {
        browser: knownBrowserOf(request),
        id: request.params.sign_in_id,
        strategy,
        emailAddressId: email_address_id || undefined,
        redirectUrl: redirect_url,
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
    '/v1/client/sign_ins/:sign_in_id/prepare_second_factor',
    { schema: { params: Params, body: Prepare } },
    (request) =>
      prepareSecondFactor(dependencies, { browser: knownBrowserOf(request), id: request.params.sign_in_id }),
  );

  app.post(
    '/v1/client/sign_ins/:sign_in_id/attempt_second_factor',
    { schema: { params: Params, body: Attempt } },
    async (request) => {
      const browser = knownBrowserOf(request);
      const { strategy, code } = request.body;
      const input = { browser, id: request.params.sign_in_id, strategy, code };
      return answer(request, await attemptSecondFactor(dependencies, input));
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
