import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { findSocialConnection } from '../social-connections/index.ts';
import { openAnswer, openSecrets } from './attempt-seals.ts';
import type { OAuthAttempt, OAuthError, ProviderAnswer } from './oauth-attempt.ts';
import { redeemOAuthAttempt, takeTransferableAttempt } from './oauth-attempt-store.ts';
import { openProvider } from './providers/open-provider.ts';
import { providerErrorOf } from './providers/provider-error.ts';

/** A redeemed attempt with what the provider said, or why there is nothing. */
export type OAuthReturn =
  | { readonly ok: true; readonly attempt: OAuthAttempt; readonly answer: ProviderAnswer }
  | { readonly ok: false; readonly attempt: OAuthAttempt; readonly error: OAuthError };

/**
 * Takes a browser back from a provider: redeems the state (once, by the browser that began), exchanges the code
 * and asks who it is. Stores nothing but the redemption.
 * @param query what came along with the callback
 * @throws Refusal oauth_state_invalid
 */
export async function redeemCallback(
  dependencies: Dependencies,
  input: { instanceId: string; clientId: string | null; query: URLSearchParams },
): Promise<OAuthReturn> {
  const { clock, database, log } = dependencies;
  const { instanceId, clientId, query } = input;
  const states = query.getAll('state');
  const [state = ''] = states;
  if (clientId === null || states.length !== 1 || state === '' || state.length > 100)
    throw new Refusal('oauth_state_invalid');
  const key = { instanceId, clientId, stateHash: hashSecret(state), now: clock.now() };
  const attempt = await redeemOAuthAttempt(database.queries, key);
  if (!attempt) throw new Refusal('oauth_state_invalid');
  const connection = await findSocialConnection(database.queries, instanceId, attempt.connectionId);
  const meta = { provider_name: connection?.name ?? attempt.strategy };
  if (!connection?.enabled)
    return { ok: false, attempt, error: { code: 'oauth_provider_unavailable', meta } };
  try {
    const { nonce, pkceVerifier, authorizationUrl } = openSecrets(dependencies, attempt);
    const url = new URL(attempt.callbackUrl);
    url.search = query.toString();
    const provider = await openProvider(dependencies, connection);
    const answer = await provider.exchange({ url, state, nonce, pkceVerifier });
    // A provider that says nothing of scopes has granted what was asked (RFC 6749 section 5.1).
    const asked = new URL(authorizationUrl).searchParams.get('scope');
    const tokens = { ...answer.tokens, scopes: answer.tokens.scopes ?? asked };
    return { ok: true, attempt, answer: { ...answer, tokens } };
  } catch (error) {
    const { code, reason } = providerErrorOf(error);
    log.warn('a sign-in at a provider failed', { strategy: attempt.strategy, code, reason });
    return { ok: false, attempt, error: { code, meta } };
  }
}

const TRANSFER_MILLISECONDS = 600_000;

/**
 * What the provider said in an attempt of the other kind, taken over once: a sign-in becomes a sign-up, or the
 * other way round. In the caller's transaction.
 * @throws Refusal account_transfer_invalid
 */
export async function takeTransferableAnswerIn(
  queries: Queries,
  dependencies: Pick<Dependencies, 'clock' | 'encryption'>,
  input: { instanceId: string; clientId: string; id: string | null; purpose: OAuthAttempt['purpose'] },
): Promise<{ attempt: OAuthAttempt; answer: ProviderAnswer }> {
  const { clock } = dependencies;
  const { id } = input;
  if (id === null) throw new Refusal('account_transfer_invalid');
  const now = clock.now();
  const redeemedAfter = new Date(now.getTime() - TRANSFER_MILLISECONDS);
  const attempt = await takeTransferableAttempt(queries, { ...input, id, now, redeemedAfter });
  const answer = attempt && openAnswer(dependencies, attempt);
  if (!attempt || !answer) throw new Refusal('account_transfer_invalid');
  return { attempt, answer };
}
