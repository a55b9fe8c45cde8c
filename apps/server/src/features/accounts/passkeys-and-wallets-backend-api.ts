import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { getUser } from '../users/index.ts';

const PARAMETER = { passkeys: 'passkey_identification_id', web3_wallets: 'web3_wallet_identification_id' };

/** Users have neither passkeys nor wallets here, so that whatever a backend would delete is not found. */
export function registerPasskeysAndWalletsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  for (const [kind, parameter] of Object.entries(PARAMETER)) {
    const id = Type.String({ maxLength: 64 });
    const Params = Type.Object({ user_id: id, [parameter]: id });
    app.delete(
      `/v1/users/:user_id/${kind}/:${parameter}`,
      { schema: { params: Params } },
      async ({ params, instance }) => {
        await getUser(dependencies, { instanceId: instance.id, userId: String(params.user_id) });
        throw new Refusal('resource_not_found', { param_name: parameter });
      },
    );
  }
}
