import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Client, IssuedClient } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import {
  type OAuthAttempt,
  type OAuthError,
  redeemCallback,
  updateOAuthOutcome,
} from '../oauth-attempts/index.ts';
import type { SignInBrowser } from '../sign-ins/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { settleCallbackIn } from './settle-callback.ts';
import type { Settled, ToSettle } from './settlement.ts';

export interface CallbackRequest {
  readonly instance: Instance;
  readonly client: Client | null;
  readonly browserOf: (client: Client) => SignInBrowser;
  readonly query: URLSearchParams;
}

/** Where the browser goes from the callback. */
export interface FollowedCallback {
  readonly location: URL;
  readonly issued: IssuedClient | null;
}

/**
 * Takes a browser back from a provider and draws the consequence. Whatever goes wrong after the state was
 * redeemed is noted on the visit, and the page that the browser began on shows it; a wrong state leads nowhere.
 * @throws Refusal oauth_state_invalid
 */
export async function followCallback(
  dependencies: Dependencies,
  { instance, client, browserOf, query }: CallbackRequest,
): Promise<FollowedCallback> {
  const input = { instanceId: instance.id, clientId: client?.id ?? null, query };
  const returned = await redeemCallback(dependencies, input);
  const { attempt } = returned;
  if (!client) throw new Refusal('oauth_state_invalid'); // Redeemed by a client.
  const { origin } = new URL(attempt.redirectUrl);
  // A native app's own scheme has none.
  const browser = { ...browserOf(client), origin: origin === 'null' ? null : origin };
  const { issued } = returned.ok
    ? await settle(dependencies, { browser, attempt, answer: returned.answer })
    : await fail(dependencies, attempt, returned.error);
  const { redirectUrl, actionCompleteRedirectUrl } = attempt;
  return { location: new URL(issued ? actionCompleteRedirectUrl : redirectUrl), issued };
}

/** A refusal inside undoes everything that was begun. */
async function settle(dependencies: Dependencies, input: ToSettle): Promise<Settled> {
  try {
    return await refuseConflicts(() =>
      dependencies.database.transaction((queries) => settleCallbackIn(queries, dependencies, input)),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail(dependencies, input.attempt, { code: error.code, meta: error.meta });
  }
}

async function fail(dependencies: Dependencies, attempt: OAuthAttempt, error: OAuthError): Promise<Settled> {
  const failed = { ...attempt, status: 'failed' as const, error, answerSealed: null };
  await updateOAuthOutcome(dependencies.database.queries, failed);
  return { status: 'failed', error, issued: null };
}
