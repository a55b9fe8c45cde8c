import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { userResource } from '../../users/index.ts';
import { markPassword } from './mark-password.ts';
import { removePasswordOfUser } from './remove-password.ts';
import { requirePassword } from './verify-password.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const Password = Type.Object({ password: Type.String({ maxLength: 8192 }) });
const Removal = Type.Object({ sign_out_of_other_sessions: flag });
const Nothing = Type.Object({});
const Compromise = Type.Object({ revoke_all_sessions: flag });

/** Passwords of users, for servers with a secret key (backend-api.md 6.7). */
export function registerPasswordsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post(
    '/v1/users/:user_id/verify_password',
    { schema: { params: Params, body: Password } },
    async ({ params, body, instance }) => {
      const { password } = body;
      await requirePassword(dependencies, { instanceId: instance.id, userId: params.user_id, password });
      return { verified: true };
    },
  );

  app.post(
    '/v1/users/:user_id/remove_password',
    { schema: { params: Params, body: Removal } },
    async ({ params, body, instance, actor }) => {
      const user = await removePasswordOfUser(dependencies, {
        instanceId: instance.id,
        userId: params.user_id,
        actor,
        signOutOfOtherSessions: body.sign_out_of_other_sessions ?? false,
      });
      return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
    },
  );

  app.post(
    '/v1/users/:user_id/password/set_compromised',
    { schema: { params: Params, body: Compromise } },
    async ({ params, body, instance, actor }) => {
      const revokeAllSessions = body.revoke_all_sessions ?? false;
      const mark = { instance, userId: params.user_id, actor, compromised: true, revokeAllSessions };
      const user = await markPassword(dependencies, mark);
      return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
    },
  );

  app.post(
    '/v1/users/:user_id/password/unset_compromised',
    { schema: { params: Params, body: Nothing } },
    async ({ params, instance, actor }) => {
      const mark = { instance, userId: params.user_id, actor, compromised: false, revokeAllSessions: false };
      const user = await markPassword(dependencies, mark);
      return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
    },
  );
}
