import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { AccountHolder } from '../accounts/index.ts';
import {
  deleteUnverifiedAccounts,
  type ExternalAccount,
  type ExternalAccountVerification,
  insertExternalAccount,
  updateExternalAccount,
} from '../external-accounts/index.ts';
import {
  emptyAccount,
  insertOAuthAttempt,
  type OAuthBeginning,
  oauthVerification,
  prepareOAuthAttempt,
} from '../oauth-attempts/index.ts';
import { findUserForUpdate, getUser } from '../users/index.ts';

export interface ConnectRequest
  extends Omit<OAuthBeginning, 'instance' | 'clientId' | 'purpose' | 'account' | 'callbackUrl'> {
  readonly holder: AccountHolder;
  readonly clientId: string;
  readonly frontendUrl: string;
}

export interface BegunConnection {
  readonly account: ExternalAccount;
  /** With the provider's page. */
  readonly verification: ExternalAccountVerification;
}

const MAX_ACCOUNTS = 25;

/**
 * Begins to connect the signed-in user with another provider. What was begun there before is dropped.
 * @throws Refusal form_param_*, redirect_url_not_allowed, oauth_provider_unavailable, form_param_array_size_exceeded
 */
export async function connectAccount(
  dependencies: Dependencies,
  request: ConnectRequest,
): Promise<BegunConnection> {
  const { holder, strategy = '' } = request;
  const owner = { instanceId: holder.instance.id, id: holder.userId };
  const provider = strategy as `oauth_${string}`;
  // The account gets its id first: the visit names it.
  const empty = emptyAccount(dependencies, owner, { id: '', strategy: provider });
  const { attempt, stateHash } = await prepare(dependencies, request, empty.id);
  const account = { ...empty, oauthAttemptId: attempt.id };
  await dependencies.database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, owner.instanceId, owner.id);
    if (!user) throw new Refusal('authentication_invalid');
    await deleteUnverifiedAccounts(queries, { instanceId: owner.instanceId, userId: owner.id, provider });
    if (user.externalAccounts.filter(({ verified }) => verified).length >= MAX_ACCOUNTS)
      throw new Refusal('form_param_array_size_exceeded', {
        param_name: 'external_accounts',
        max_size: MAX_ACCOUNTS,
      });
    await insertOAuthAttempt(queries, attempt, stateHash);
    await insertExternalAccount(queries, account);
  });
  return { account, verification: oauthVerification(dependencies, attempt) };
}

/**
 * Sends the user to a provider once more, for further scopes or new tokens; the account stays as it is until then.
 * @throws Refusal as connectAccount, and resource_not_found
 */
export async function reauthorizeAccount(
  dependencies: Dependencies,
  { id, ...request }: Omit<ConnectRequest, 'strategy'> & { readonly id: string },
): Promise<BegunConnection> {
  const { instance, userId } = request.holder;
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const account = user.externalAccounts.find((candidate) => candidate.id === id);
  if (!account) throw new Refusal('resource_not_found', { param_name: 'external_account_id' });
  const prepared = await prepare(dependencies, { ...request, strategy: account.provider }, id);
  const { attempt, stateHash } = prepared;
  await dependencies.database.transaction(async (queries) => {
    await insertOAuthAttempt(queries, attempt, stateHash);
    await updateExternalAccount(queries, { ...account, oauthAttemptId: attempt.id });
  });
  return { account, verification: oauthVerification(dependencies, attempt) };
}

function prepare(dependencies: Dependencies, request: ConnectRequest, externalAccountId: string) {
  const { holder, frontendUrl, ...beginning } = request;
  return prepareOAuthAttempt(dependencies, {
    ...beginning,
    instance: holder.instance,
    purpose: 'connect',
    account: { userId: holder.userId, externalAccountId },
    callbackUrl: `${frontendUrl}/v1/oauth_callback`,
  });
}
