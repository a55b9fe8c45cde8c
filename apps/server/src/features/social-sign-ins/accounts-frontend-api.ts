import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { authenticateAccount, SessionQuery } from '../accounts/index.ts';
import { frontendUrlOf } from '../clients/index.ts';
import { externalAccountResource } from '../external-accounts/index.ts';
import { getUser, userResource } from '../users/index.ts';
import { type BegunConnection, connectAccount, reauthorizeAccount } from './connect-account.ts';
import { forgetProviderTokens, removeOwnAccount } from './remove-account.ts';

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const scopes = Type.Optional(
  Type.Union([
    Type.String({ maxLength: 8192 }),
    Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
  ]),
);
const Visit = Type.Object({
  redirect_url: text,
  action_complete_redirect_url: text,
  additional_scope: scopes,
  oidc_prompt: text,
  oidc_login_hint: text,
});
const NewAccount = Type.Object({ ...Visit.properties, strategy: text });
const Params = Type.Object({ external_account_id: Type.String({ maxLength: 64 }) });
const querystring = SessionQuery;

interface VisitBody {
  readonly redirect_url?: string;
  readonly action_complete_redirect_url?: string;
  readonly additional_scope?: string | string[];
  readonly oidc_prompt?: string;
  readonly oidc_login_hint?: string;
}

/** An empty text is how browsers send null; several scopes come as several values or separated by blanks. */
const visitOf = (body: VisitBody) => ({
  redirectUrl: body.redirect_url || undefined,
  actionCompleteRedirectUrl: body.action_complete_redirect_url || undefined,
  additionalScopes: [body.additional_scope ?? []]
    .flat()
    .flatMap((scope) => scope.split(' '))
    .filter(Boolean),
  prompt: body.oidc_prompt || undefined,
  loginHint: body.oidc_login_hint || undefined,
});

/** The signed-in user's own accounts at other providers (frontend-api.md 7B). */
export function registerExternalAccountsFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  const answer = (request: FastifyRequest, { account, verification }: BegunConnection) =>
    respond.withClient(request, externalAccountResource(account, verification));
  const callerOf = async (request: Parameters<typeof authenticateAccount>[1]) => {
    const holder = await authenticateAccount(dependencies, request);
    if (!request.client) throw new Refusal('authentication_invalid'); // Signed in without a client: nobody is.
    return { holder, clientId: request.client.id, frontendUrl: frontendUrlOf(request) };
  };
  const keyOf = ({ holder }: Awaited<ReturnType<typeof callerOf>>, id: string) => {
    const { instance, userId } = holder;
    return { instanceId: instance.id, userId, id, actor: { type: 'user' as const, id: userId } };
  };

  app.post('/v1/me/external_accounts', { schema: { querystring, body: NewAccount } }, async (request) => {
    const caller = await callerOf(request);
    const { strategy, ...body } = request.body;
    return answer(request, await connectAccount(dependencies, { ...caller, strategy, ...visitOf(body) }));
  });

  const path = '/v1/me/external_accounts/:external_account_id';
  app.patch(
    `${path}/reauthorize`,
    { schema: { querystring, params: Params, body: Visit } },
    async (request) => {
      const caller = await callerOf(request);
      const visit = { ...caller, id: request.params.external_account_id, ...visitOf(request.body) };
      return answer(request, await reauthorizeAccount(dependencies, visit));
    },
  );

  app.delete(path, { schema: { querystring, params: Params } }, async (request) => {
    const { external_account_id: id } = request.params;
    const { holder } = await callerOf(request);
    await removeOwnAccount(dependencies, { holder, id });
    return respond.withClient(request, { object: 'external_account', id, deleted: true });
  });

  app.delete(`${path}/tokens`, { schema: { querystring, params: Params } }, async (request) => {
    const caller = await callerOf(request);
    const { instance, userId } = caller.holder;
    await forgetProviderTokens(dependencies, keyOf(caller, request.params.external_account_id));
    const user = await getUser(dependencies, { instanceId: instance.id, userId });
    return respond.withClient(
      request,
      userResource(user, { instance, forFrontend: true, now: dependencies.clock.now() }),
    );
  });
}
