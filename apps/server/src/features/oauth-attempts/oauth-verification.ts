import { apiError } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import type { ExternalAccountVerification } from '../external-accounts/index.ts';
import { openSecrets } from './attempt-seals.ts';
import type { OAuthAttempt } from './oauth-attempt.ts';
import { findOAuthAttempt } from './oauth-attempt-store.ts';

/**
 * A visit at a provider as the SDKs read it (frontend-api.md 4.6). The provider's page is named while the browser
 * has not come back: they would send it there again otherwise.
 */
export function oauthVerification(
  dependencies: Pick<Dependencies, 'clock' | 'encryption'>,
  attempt: OAuthAttempt,
): ExternalAccountVerification {
  const { status, strategy, expireAt, redeemedAt, error } = attempt;
  const isWaiting = status === 'unverified' && redeemedAt === null && expireAt > dependencies.clock.now();
  return {
    object: 'verification_oauth',
    status: status === 'unverified' && !isWaiting ? 'expired' : status,
    strategy,
    attempts: null,
    expire_at: expireAt.getTime(),
    ...(isWaiting && {
      external_verification_redirect_url: openSecrets(dependencies, attempt).authorizationUrl,
    }),
    ...(error && { error: apiError(error.code, error.meta) }),
  };
}

/** The verification of a stored visit; null without one. */
export async function findOAuthVerification(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'encryption'>,
  instanceId: string,
  attemptId: string | null,
): Promise<ExternalAccountVerification | null> {
  const attempt =
    attemptId === null ? null : await findOAuthAttempt(dependencies.database.queries, instanceId, attemptId);
  return attempt && oauthVerification(dependencies, attempt);
}
