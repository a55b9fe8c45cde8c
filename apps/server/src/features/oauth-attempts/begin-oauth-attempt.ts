import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { type Instance, requireRedirectUrl } from '../instances/index.ts';
import {
  findSocialConnectionByStrategy,
  isSocialStrategy,
  type SocialConnection,
} from '../social-connections/index.ts';
import {
  OAUTH_ATTEMPT_LIFETIME_SECONDS,
  type OAuthAttempt,
  type OAuthSecrets,
  sealContext,
} from './oauth-attempt.ts';
import { openProvider } from './providers/open-provider.ts';
import { providerErrorOf } from './providers/provider-error.ts';

export interface OAuthBeginning {
  readonly instance: Instance;
  readonly clientId: string;
  readonly strategy: string | undefined;
  readonly purpose: OAuthAttempt['purpose'];
  /** Purpose connect: for whom, and which account. */
  readonly account?: { readonly userId: string; readonly externalAccountId: string };
  /** Where the provider sends the browser back to. */
  readonly callbackUrl: string;
  readonly redirectUrl: string | undefined;
  readonly actionCompleteRedirectUrl?: string | undefined;
  readonly additionalScopes?: readonly string[];
  readonly prompt?: string | undefined;
  readonly loginHint?: string | undefined;
}

/** An attempt that is ready to be stored, with the hash by which its state will be found. */
export interface PreparedOAuthAttempt {
  readonly attempt: OAuthAttempt;
  readonly stateHash: Uint8Array;
}

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/; // RFC 6749 section 3.3
const PROMPT = /^[a-z_ ]{1,60}$/; // OpenID Connect Core 1.0 section 3.1.2.1

/**
 * Prepares a visit at a provider: nothing is stored, so call it before the transaction. The provider may be
 * asked for its discovery document.
 * @throws Refusal form_param_value_invalid for a strategy that is not on, form_param_missing and
 * redirect_url_not_allowed for where to go afterwards, oauth_provider_unavailable
 */
export async function prepareOAuthAttempt(
  dependencies: Dependencies,
  beginning: OAuthBeginning,
): Promise<PreparedOAuthAttempt> {
  const { clock, encryption, random } = dependencies;
  const { instance, clientId, purpose, account, callbackUrl } = beginning;
  const connection = await requireConnection(dependencies, instance.id, beginning.strategy);
  const redirectUrl = requireRedirectUrl(instance, beginning.redirectUrl);
  const actionCompleteRedirectUrl = beginning.actionCompleteRedirectUrl
    ? requireRedirectUrl(instance, beginning.actionCompleteRedirectUrl, 'action_complete_redirect_url')
    : redirectUrl;
  const secrets = await secretsOf(dependencies, connection, beginning);
  const now = clock.now();
  const key = { instanceId: instance.id, id: random.id('oat') };
  const plain = new TextEncoder().encode(JSON.stringify(secrets));
  const attempt: OAuthAttempt = {
    ...key,
    clientId,
    connectionId: connection.id,
    strategy: connection.strategy,
    purpose,
    userId: account?.userId ?? null,
    externalAccountId: account?.externalAccountId ?? null,
    callbackUrl,
    redirectUrl,
    actionCompleteRedirectUrl,
    status: 'unverified',
    error: null,
    secretsSealed: encryption.seal(plain, sealContext('secrets', key)),
    answerSealed: null,
    expireAt: new Date(now.getTime() + OAUTH_ATTEMPT_LIFETIME_SECONDS * 1000),
    redeemedAt: null,
    createdAt: now,
  };
  return { attempt, stateHash: hashSecret(secrets.state) };
}

async function requireConnection(
  { database }: Dependencies,
  instanceId: string,
  strategy: string | undefined,
): Promise<SocialConnection> {
  const connection = isSocialStrategy(strategy)
    ? await findSocialConnectionByStrategy(database.queries, instanceId, strategy)
    : null;
  if (!connection?.enabled) throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  return connection;
}

async function secretsOf(
  dependencies: Dependencies,
  connection: SocialConnection,
  { callbackUrl, additionalScopes = [], prompt, loginHint }: OAuthBeginning,
): Promise<OAuthSecrets> {
  if (!additionalScopes.every((scope) => SCOPE.test(scope)) || additionalScopes.length > 50)
    throw new Refusal('form_param_format_invalid', { param_name: 'additional_scope' });
  if (prompt && !PROMPT.test(prompt))
    throw new Refusal('form_param_format_invalid', { param_name: 'oidc_prompt' });
  const state = dependencies.random.secret();
  const [nonce, pkceVerifier] = [randomNonce(), randomPKCECodeVerifier()];
  const scopes = [...new Set([...connection.scopes, ...additionalScopes])];
  const request = { callbackUrl, state, nonce, pkceVerifier, scopes, prompt, loginHint };
  try {
    const provider = await openProvider(dependencies, connection);
    const authorizationUrl = (await provider.authorizationUrl(request)).href;
    return { state, nonce, pkceVerifier, authorizationUrl };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { reason } = providerErrorOf(error);
    dependencies.log.warn('a provider could not be asked', { strategy: connection.strategy, reason });
    const meta = { provider_name: connection.name };
    throw new Refusal('oauth_provider_unavailable', meta, { cause: error });
  }
}
