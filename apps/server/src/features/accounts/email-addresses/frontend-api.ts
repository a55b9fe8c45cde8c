import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../../http/api-instance.ts';
import { frontendUrlOf } from '../../clients/index.ts';
import { type EmailAddress, emailAddressResource, getUser } from '../../users/index.ts';
import { authenticateAccount, SessionQuery } from '../authenticate-account.ts';
import { addEmailAddress } from './add-email-address.ts';
import { getEmailAddress } from './get-email-address.ts';
import { removeEmailAddress } from './remove-email-address.ts';
import { attemptEmailAddress, prepareEmailAddress } from './verify-email-address.ts';

const querystring = SessionQuery;
const params = Type.Object({ email_address_id: Type.String({ maxLength: 64 }) });
const NewAddress = Type.Object({ email_address: Type.String({ minLength: 1, maxLength: 320 }) });
const Prepare = Type.Object({
  strategy: Type.String({ maxLength: 64 }),
  redirect_url: Type.Optional(Type.String({ maxLength: 8192 })),
});
const Attempt = Type.Object({ code: Type.String({ minLength: 1, maxLength: 64 }) });

/** The signed-in user's own addresses (frontend-api.md 7B). */
export function registerEmailAddressesFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  const answer = (request: FastifyRequest, address: EmailAddress) =>
    respond.withClient(request, emailAddressResource(address));

  app.get('/v1/me/email_addresses', { schema: { querystring } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const { emailAddresses } = await getUser(dependencies, { instanceId: instance.id, userId });
    const data = emailAddresses.map(emailAddressResource);
    return respond.withClient(request, { data, total_count: data.length });
  });

  app.post('/v1/me/email_addresses', { schema: { querystring, body: NewAddress } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const address = await addEmailAddress(dependencies, {
      instance,
      userId,
      actor: { type: 'user', id: userId },
      emailAddress: request.body.email_address,
      verified: false,
    });
    return answer(request, address);
  });

  const url = '/v1/me/email_addresses/:email_address_id';

  app.get(url, { schema: { querystring, params } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const id = request.params.email_address_id;
    return answer(request, await getEmailAddress(dependencies, { instanceId: instance.id, id, userId }));
  });

  app.delete(url, { schema: { querystring, params } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const id = request.params.email_address_id;
    const actor = { type: 'user' as const, id: userId };
    await removeEmailAddress(dependencies, { instance, id, userId, actor });
    return respond.withClient(request, { object: 'email_address', id, deleted: true });
  });

  app.post(
    `${url}/prepare_verification`,
    { schema: { querystring, params, body: Prepare } },
    async (request) => {
      const holder = await authenticateAccount(dependencies, request);
      const { strategy, redirect_url: redirectUrl } = request.body;
      const id = request.params.email_address_id;
      const frontendUrl = frontendUrlOf(request);
      const prepare = { holder, id, strategy, redirectUrl, frontendUrl };
      return answer(request, await prepareEmailAddress(dependencies, prepare));
    },
  );

  app.post(
    `${url}/attempt_verification`,
    { schema: { querystring, params, body: Attempt } },
    async (request) => {
      const holder = await authenticateAccount(dependencies, request);
      const { code } = request.body;
      const id = request.params.email_address_id;
      return answer(request, await attemptEmailAddress(dependencies, { holder, id, code }));
    },
  );
}
