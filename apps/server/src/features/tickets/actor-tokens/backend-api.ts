import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { accountUrls, type Instance } from '../../instances/index.ts';
import { revokeTicket } from '../revoke-ticket.ts';
import type { Ticket } from '../ticket.ts';
import { createActorToken } from './create-actor-token.ts';

const seconds = Type.Optional(Type.Union([Type.Integer(), Type.Null()]));
const NewActorToken = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 64 }),
  actor: Type.Unknown(),
  expires_in_seconds: seconds,
  session_max_duration_in_seconds: seconds,
});
const Params = Type.Object({ actor_token_id: Type.String({ maxLength: 64 }) });

/** Actor tokens: a backend lets its support act as a user (backend-api.md 7.3). */
export function registerActorTokensBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/v1/actor_tokens', { schema: { body: NewActorToken } }, async ({ body, instance }) => {
    const { ticket, secret } = await createActorToken(dependencies, {
      instanceId: instance.id,
      userId: body.user_id,
      actor: body.actor,
      expiresInSeconds: body.expires_in_seconds ?? undefined,
      sessionMaxSeconds: body.session_max_duration_in_seconds ?? undefined,
    });
    return actorTokenResource(ticket, { instance, text: secret });
  });

  app.post(
    '/v1/actor_tokens/:actor_token_id/revoke',
    { schema: { params: Params } },
    async ({ params, instance }) => {
      const about = { instanceId: instance.id, id: params.actor_token_id, kind: 'actor_token' as const };
      return actorTokenResource(await revokeTicket(dependencies, about));
    },
  );
}

/** backend-api.md 6.8; token and URL are known at creation alone. */
function actorTokenResource(ticket: Ticket, secret?: { instance: Instance; text: string }) {
  const grant = ticket.grant.purpose === 'sign_in' ? ticket.grant : null;
  return {
    object: 'actor_token' as const,
    id: ticket.id,
    status: ticket.status,
    user_id: grant?.userId ?? null,
    actor: grant?.impersonation?.actor ?? null,
    ...(secret && {
      token: secret.text,
      url: `${accountUrls(secret.instance).sign_in_url}?__clerk_ticket=${encodeURIComponent(secret.text)}`,
    }),
    created_at: ticket.createdAt.getTime(),
    updated_at: ticket.updatedAt.getTime(),
  };
}
