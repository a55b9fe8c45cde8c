import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { parseJsonParameter } from '../../http/body-parsers.ts';
import { clientSecretHash, ensureClient, rememberClient } from '../clients/index.ts';
import {
  browserOf,
  knownBrowserOf,
  type SignInBrowser,
  type SocialRequest,
  socialRequestOf,
} from '../sign-ins/index.ts';
import { attemptSignUpVerification } from './attempt-sign-up-verification.ts';
import type { SignUpStep } from './complete-sign-up.ts';
import { createSignUp, requireOpenSignUp } from './create-sign-up.ts';
import { describeSignUp } from './describe-current-sign-up.ts';
import { completeSignUpForWaitingPage, finishSignUpByLink } from './follow-sign-up-link.ts';
import { getSignUp } from './get-sign-up.ts';
import { prepareSignUpVerification } from './prepare-sign-up-verification.ts';
import type { SignUpInput } from './sign-up-fields.ts';
import { updateSignUp } from './update-sign-up.ts';

/** Sign-ups by other providers, which another feature knows. */
export interface SocialSignUps {
  /** Null: the browser asks for nothing of the kind. */
  signUp(browser: SignInBrowser, request: SocialRequest, input: SignUpInput): Promise<SignUpStep | null>;
  /** The same in the middle of a sign-up. */
  continueSignUp(
    browser: SignInBrowser,
    request: SocialRequest,
    change: { readonly id: string; readonly input: SignUpInput },
  ): Promise<SignUpStep | null>;
}

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const Fields = Type.Object({
  email_address: text,
  username: text,
  first_name: text,
  last_name: text,
  password: text,
  unsafe_metadata: Type.Optional(Type.String({ maxLength: 65_536 })),
  legal_accepted: text,
  locale: text,
});
const ChangedSignUp = Type.Object({
  ...Fields.properties,
  strategy: text,
  redirect_url: text,
  action_complete_redirect_url: text,
  oidc_prompt: text,
  oidc_login_hint: text,
});
const NewSignUp = Type.Object({ ...ChangedSignUp.properties, ticket: text, transfer: text });
const Params = Type.Object({ sign_up_id: Type.String({ maxLength: 64 }) });
const Prepare = Type.Object({ strategy: Type.String({ maxLength: 64 }), redirect_url: text });
const Attempt = Type.Object({
  strategy: Type.String({ maxLength: 64 }),
  code: Type.String({ maxLength: 64 }),
});

const fieldsOf = (body: Static<typeof Fields>): SignUpInput => ({
  emailAddress: body.email_address,
  username: body.username,
  firstName: body.first_name,
  lastName: body.last_name,
  password: body.password,
  unsafeMetadata: body.unsafe_metadata
    ? parseJsonParameter(body.unsafe_metadata, 'unsafe_metadata')
    : undefined,
  legalAccepted: body.legal_accepted === undefined ? undefined : body.legal_accepted === 'true',
  locale: body.locale,
});

/** Sign-ups, as browsers make them (frontend-api.md 5.1). */
export function registerSignUpsFrontendApi(
  app: ApiInstance,
  context: FrontendApiContext & { readonly social: SocialSignUps },
): void {
  const { dependencies, respond } = context;
  const answer = async (request: FastifyRequest, { signUp, issued }: SignUpStep) => {
    if (issued) rememberClient(request, issued);
    const { instance } = request;
    return respond.withClient(request, await describeSignUp(dependencies, { instance, signUp }));
  };

  app.post('/v1/client/sign_ups', { schema: { body: NewSignUp } }, async (request) => {
    const { strategy, ticket, transfer, redirect_url: redirectUrl } = request.body;
    if (!ticket) requireOpenSignUp(request.instance);
    const { instance, client } = request;
    // The attempt belongs to a browser from its first step: a stranger gets a client here.
    const issued = await ensureClient(dependencies, { instanceId: instance.id, client });
    rememberClient(request, issued);
    const browser = browserOf(request, issued.client);
    const input = {
      ...fieldsOf(request.body),
      strategy: strategy || undefined,
      ticket: ticket || undefined,
      transfer: transfer === 'true',
      redirectUrl,
    };
    const social = await context.social.signUp(
      browser,
      socialRequestOf(request.body),
      fieldsOf(request.body),
    );
    return answer(request, social ?? (await createSignUp(dependencies, { browser, input })));
  });

  app.get('/v1/client/sign_ups/:sign_up_id', { schema: { params: Params } }, async (request) => {
    const { instance, client } = request;
    const { sign_up_id: id } = request.params;
    // The page that asked for a link looks here until it was followed.
    const waited =
      client === null &&
      (await completeSignUpForWaitingPage(dependencies, {
        instance,
        id,
        secretHash: clientSecretHash(request),
      }));
    if (waited)
      return { response: await describeSignUp(dependencies, { instance, signUp: waited }), client: null };
    const finished =
      client && (await finishSignUpByLink(dependencies, { browser: browserOf(request, client), id }));
    const signUp = finished?.signUp ?? (await getSignUp(dependencies, { instance, client, id }));
    return answer(request, { signUp, issued: finished?.issued ?? null });
  });

  app.patch(
    '/v1/client/sign_ups/:sign_up_id',
    { schema: { params: Params, body: ChangedSignUp } },
    async (request) => {
      const browser = knownBrowserOf(request);
      const { sign_up_id: id } = request.params;
      const visit = socialRequestOf(request.body);
      const fields = fieldsOf(request.body);
      const social = await context.social.continueSignUp(browser, visit, { id, input: fields });
      const { strategy, redirectUrl } = visit;
      const input = { ...fields, strategy, redirectUrl };
      return answer(request, social ?? (await updateSignUp(dependencies, { browser, id, input })));
    },
  );

  app.post(
    '/v1/client/sign_ups/:sign_up_id/prepare_verification',
    { schema: { params: Params, body: Prepare } },
    async (request) => {
      const browser = knownBrowserOf(request);
      const { sign_up_id: id } = request.params;
      const { strategy, redirect_url: redirectUrl } = request.body;
      const prepare = { browser, id, strategy, redirectUrl };
      const signUp = await prepareSignUpVerification(dependencies, prepare);
      return answer(request, { signUp, issued: null });
    },
  );

  app.post(
    '/v1/client/sign_ups/:sign_up_id/attempt_verification',
    { schema: { params: Params, body: Attempt } },
    async (request) => {
      const browser = knownBrowserOf(request);
      const { sign_up_id: id } = request.params;
      return answer(request, await attemptSignUpVerification(dependencies, { browser, id, ...request.body }));
    },
  );
}
