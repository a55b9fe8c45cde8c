import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { createTicket } from './create-ticket.ts';
import { revokeTicket } from './revoke-ticket.ts';
import { signInTokenResource } from './sign-in-token-resource.ts';

const NewSignInToken = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 64 }),
  expires_in_seconds: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});
const Params = Type.Object({ sign_in_token_id: Type.String({ maxLength: 64 }) });

/** Sign-in tokens, for servers with a secret key (backend-api.md 7.3). */
export function registerTicketsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/v1/sign_in_tokens', { schema: { body: NewSignInToken } }, async ({ body, instance }) => {
    const { ticket, secret } = await createTicket(dependencies, {
      instance,
      userId: body.user_id,
      expiresInSeconds: body.expires_in_seconds ?? undefined,
    });
    return signInTokenResource(ticket, { instance, text: secret });
  });

  app.post(
    '/v1/sign_in_tokens/:sign_in_token_id/revoke',
    { schema: { params: Params } },
    async ({ params, instance }) => {
      const id = params.sign_in_token_id;
      const about = { instanceId: instance.id, id, kind: 'sign_in_token' as const };
      return signInTokenResource(await revokeTicket(dependencies, about));
    },
  );
}
