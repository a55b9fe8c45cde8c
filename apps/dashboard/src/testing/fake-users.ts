import type { JsonObject } from '@bartleby/claims-template';
import { type Answer, AT, missing, ok, refuse, withUser } from './fake-call.ts';
import { fakeAppUser, userResource } from './fake-state.ts';

export const listUsers: Answer = (state, { query }) => {
  const wanted = (query.get('query') ?? '').toLowerCase();
  const fit = state.users.filter((user) =>
    `${user.id} ${user.firstName} ${user.lastName} ${user.emailAddress}`.toLowerCase().includes(wanted),
  );
  const offset = Number(query.get('offset') ?? 0);
  return ok({
    data: fit.slice(offset, offset + Number(query.get('limit') ?? 10)).map(userResource),
    total_count: fit.length,
  });
};

export const createUser: Answer = (state, { body }) => {
  const address = String(body.email_address);
  if (state.users.some((user) => user.emailAddress === address))
    return refuse(422, [{ code: 'form_identifier_exists', long_message: 'That address is taken.' }]);
  const user = fakeAppUser(
    `user_${state.users.length + 1}`,
    (body.first_name as string) ?? null,
    (body.last_name as string) ?? null,
  );
  state.users.push({ ...user, emailAddress: address });
  return ok(userResource(state.users.at(-1)!));
};

export const updateUser: Answer = (state, { body }, found) =>
  withUser(state, found[1], (user) => {
    user.firstName = body.first_name as string | null;
    user.lastName = body.last_name as string | null;
    return ok(userResource(user));
  });

export const putMetadata: Answer = (state, { body }, found) =>
  withUser(state, found[1], (user) => {
    if (body.public_metadata) user.publicMetadata = body.public_metadata as JsonObject;
    if (body.private_metadata) user.privateMetadata = body.private_metadata as JsonObject;
    if (body.unsafe_metadata) user.unsafeMetadata = body.unsafe_metadata as JsonObject;
    return ok(userResource(user));
  });

export const deleteUser: Answer = (state, _, found) => {
  state.users = state.users.filter((user) => user.id !== found[1]);
  return ok({ id: found[1], deleted: true });
};

export const listSessions: Answer = (state, _, found) =>
  withUser(state, found[1], (user) =>
    ok({
      data: user.sessions.map((one) => ({ ...one, created_at: AT, last_active_at: AT, expire_at: AT + 1 })),
      total_count: user.sessions.length,
    }),
  );

export const revoke: Answer = (state, _, found) => {
  const session = state.users.flatMap(({ sessions }) => sessions).find(({ id }) => id === found[1]);
  if (!session) return missing;
  session.status = 'revoked';
  return ok(session);
};
