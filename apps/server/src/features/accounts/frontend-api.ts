import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { parseJsonParameter } from '../../http/body-parsers.ts';
import { getUser, type User, type UserUpdate, updateUserMetadata, userResource } from '../users/index.ts';
import { authenticateAccount, SessionQuery } from './authenticate-account.ts';
import { deleteOwnAccount } from './delete-account.ts';
import { changePassword } from './passwords/change-password.ts';
import { removePassword } from './passwords/remove-password.ts';
import { updateOwnAccount } from './update-account.ts';

const text = Type.Optional(Type.String({ maxLength: 8192 }));
const Update = Type.Object({
  username: text,
  first_name: text,
  last_name: text,
  primary_email_address_id: text,
  unsafe_metadata: Type.Optional(Type.String({ maxLength: 65_536 })),
});
const Metadata = Type.Object({ unsafe_metadata: Type.String({ maxLength: 65_536 }) });
const NewPassword = Type.Object({
  current_password: text,
  new_password: Type.String({ minLength: 1, maxLength: 8192 }),
  sign_out_of_other_sessions: text,
});

function updateOf(body: Static<typeof Update>): UserUpdate {
  const { unsafe_metadata: metadata } = body;
  return {
    ...(body.username !== undefined && { username: body.username }),
    ...(body.first_name !== undefined && { firstName: body.first_name }),
    ...(body.last_name !== undefined && { lastName: body.last_name }),
    ...(body.primary_email_address_id && { primaryEmailAddressId: body.primary_email_address_id }),
    ...(metadata && { unsafeMetadata: parseJsonParameter(metadata, 'unsafe_metadata') }),
  };
}

/** The signed-in user's own account (frontend-api.md 7B). */
export function registerAccountsFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  const answer = (request: FastifyRequest, user: User) => {
    const { instance } = request;
    return respond.withClient(
      request,
      userResource(user, { instance, forFrontend: true, now: dependencies.clock.now() }),
    );
  };

  app.get('/v1/me', { schema: { querystring: SessionQuery } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    return answer(request, await getUser(dependencies, { instanceId: instance.id, userId }));
  });

  app.patch('/v1/me', { schema: { querystring: SessionQuery, body: Update } }, async (request) => {
    const holder = await authenticateAccount(dependencies, request);
    return answer(request, await updateOwnAccount(dependencies, { holder, update: updateOf(request.body) }));
  });

  app.patch('/v1/me/metadata', { schema: { querystring: SessionQuery, body: Metadata } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const user = await updateUserMetadata(dependencies, {
      instance,
      userId,
      actor: { type: 'user', id: userId },
      mode: 'merge',
      unsafeMetadata: parseJsonParameter(request.body.unsafe_metadata, 'unsafe_metadata'),
    });
    return answer(request, user);
  });

  app.delete('/v1/me', { schema: { querystring: SessionQuery } }, async (request) => {
    const holder = await authenticateAccount(dependencies, request);
    await deleteOwnAccount(dependencies, holder);
    return respond.withClient(request, { object: 'user', id: holder.userId, deleted: true });
  });

  app.post(
    '/v1/me/change_password',
    { schema: { querystring: SessionQuery, body: NewPassword } },
    async (request) => {
      const holder = await authenticateAccount(dependencies, request);
      const { current_password, new_password, sign_out_of_other_sessions } = request.body;
      const change = {
        currentPassword: current_password,
        newPassword: new_password,
        signOutOfOtherSessions: sign_out_of_other_sessions === 'true',
      };
      return answer(request, await changePassword(dependencies, { holder, change }));
    },
  );

  app.post(
    '/v1/me/remove_password',
    { schema: { querystring: SessionQuery, body: Type.Object({ current_password: text }) } },
    async (request) => {
      const holder = await authenticateAccount(dependencies, request);
      const { current_password: currentPassword } = request.body;
      return answer(request, await removePassword(dependencies, { holder, currentPassword }));
    },
  );
}
