import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { removeAllSecondFactors, removeBackupCodes, removeTotpOfUser } from './remove-second-factors.ts';
import { verifyCodeOfUser } from './verify-second-factor.ts';

const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const Code = Type.Object({ code: Type.String({ maxLength: 256 }) });

/** Second factors of users, for servers with a secret key (backend-api.md 6.7). */
export function registerSecondFactorsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post(
    '/v1/users/:user_id/verify_totp',
    { schema: { params: Params, body: Code } },
    async ({ params, body, instance }) => {
      const asked = { instanceId: instance.id, userId: params.user_id, code: body.code };
      return { verified: true, code_type: await verifyCodeOfUser(dependencies, asked) };
    },
  );

  for (const [factor, remove] of [
    ['mfa', removeAllSecondFactors],
    ['totp', removeTotpOfUser],
    ['backup_code', removeBackupCodes],
  ] as const)
    app.delete(
      `/v1/users/:user_id/${factor}`,
      { schema: { params: Params } },
      async ({ params, instance, actor }) => {
        const userId = params.user_id;
        await remove(dependencies, { instanceId: instance.id, userId, actor });
        return { user_id: userId };
      },
    );
}
