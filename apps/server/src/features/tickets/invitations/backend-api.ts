import { type Static, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { createInvitations, type InvitationInput } from './create-invitations.ts';
import { deleteInvitation, revokeInvitation } from './end-invitation.ts';
import { MAX_BULK_INVITATIONS } from './invitation.ts';
import { invitationResource } from './invitation-resource.ts';
import { INVITATION_ORDERS, listInvitations } from './invitation-store.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const NewInvitation = Type.Object(
  {
    email_address: Type.String({ minLength: 1, maxLength: 320 }),
    public_metadata: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
    redirect_url: Type.Optional(Type.Union([Type.String({ maxLength: 8192 }), Type.Null()])),
    notify: flag,
    ignore_existing: flag,
    expires_in_days: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    template_slug: Type.Optional(
      Type.Union([Type.Literal('invitation'), Type.Literal('waitlist_invitation')]),
    ),
  },
  { additionalProperties: false },
);
const Bulk = Type.Array(NewInvitation, { minItems: 1, maxItems: MAX_BULK_INVITATIONS });
const STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;
const List = Type.Object({
  status: Type.Optional(Type.Union(STATUSES.map((status) => Type.Literal(status)))),
  query: Type.Optional(Type.String({ maxLength: 320 })),
  order_by: Type.Optional(Type.String({ pattern: `^[-+ ]?(${INVITATION_ORDERS.join('|')})$` })),
  paginated: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
});
const Params = Type.Object({ invitation_id: Type.String({ maxLength: 64 }) });

const inputOf = (body: Static<typeof NewInvitation>): InvitationInput => ({
  emailAddress: body.email_address,
  publicMetadata: body.public_metadata,
  redirectUrl: body.redirect_url,
  notify: body.notify ?? true,
  ignoreExisting: body.ignore_existing ?? false,
  expiresInDays: body.expires_in_days,
});

/** Invitations to the application, for servers with a secret key (backend-api.md 7.4, 9). */
export function registerInvitationsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { clock, database } = dependencies;

  app.post('/v1/invitations', { schema: { body: NewInvitation } }, async ({ body, instance }) => {
    const made = await createInvitations(dependencies, { instance, inputs: [inputOf(body)] });
    return made.map(({ invitation, url }) => invitationResource(invitation, clock.now(), url))[0];
  });

  app.post('/v1/invitations/bulk', { schema: { body: Bulk } }, async ({ body, instance }) => {
    const made = await createInvitations(dependencies, { instance, inputs: body.map(inputOf) });
    return made.map(({ invitation, url }) => invitationResource(invitation, clock.now(), url));
  });

  app.get('/v1/invitations', { schema: { querystring: List } }, async ({ query, instance }) => {
    const { status, order_by = '-created_at', paginated, limit = 10, offset = 0 } = query;
    const now = clock.now();
    const { invitations, total } = await listInvitations(database.queries, {
      instanceId: instance.id,
      filter: { status, query: query.query },
      orderBy: INVITATION_ORDERS.find((order) => order_by.replace(/^[-+ ]/, '') === order) ?? 'created_at',
      descending: order_by.startsWith('-'),
      limit,
      offset,
      now,
    });
    const data = invitations.map((invitation) => invitationResource(invitation, now));
    return paginated ? { data, total_count: total } : data;
  });

  app.post(
    '/v1/invitations/:invitation_id/revoke',
    { schema: { params: Params } },
    async ({ params, instance }) => {
      const key = { instanceId: instance.id, id: params.invitation_id };
      return invitationResource(await revokeInvitation(dependencies, key), clock.now());
    },
  );

  app.delete(
    '/v1/invitations/:invitation_id',
    { schema: { params: Params } },
    async ({ params, instance }) => {
      const id = params.invitation_id;
      await deleteInvitation(dependencies, { instanceId: instance.id, id });
      return { object: 'invitation' as const, id, deleted: true };
    },
  );
}
