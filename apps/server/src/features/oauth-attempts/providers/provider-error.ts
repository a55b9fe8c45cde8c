import type { RefusalCode } from '@bartleby/api-contract';
import { AuthorizationResponseError } from 'openid-client';

/** What went wrong at a provider: for the browser by code, for the operator's log in words. */
export interface ProviderError {
  readonly code: RefusalCode;
  readonly reason: string;
}

/** Reads what a provider's method threw. Never with a token or a code in it. */
export function providerErrorOf(error: unknown): ProviderError {
  if (error instanceof AuthorizationResponseError) {
    const code = error.error === 'access_denied' ? 'oauth_access_denied' : 'oauth_token_exchange_error';
    return { code, reason: `the provider answered ${plain(error.error)}` };
  }
  if (isUnreachable(error)) return { code: 'oauth_provider_unavailable', reason: reasonOf(error) };
  return { code: 'oauth_token_exchange_error', reason: reasonOf(error) };
}

const plain = (text: string): string => text.replace(/[^\w .-]/g, '').slice(0, 60);

/** No connection, no answer in time, or an answer that says "not now". */
function isUnreachable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (['TimeoutError', 'AbortError', 'AnswerTooLarge'].includes(cause.name)) return true;
    if ('code' in cause && cause.code === 'OAUTH_TIMEOUT') return true;
    if (cause instanceof TypeError && cause.message === 'fetch failed') return true;
    if (cause.cause instanceof Response && cause.cause.status >= 500) return true;
  }
  return false;
}

function reasonOf(error: unknown): string {
  const words: string[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const detail = 'error' in cause && typeof cause.error === 'string' ? ` (${plain(cause.error)})` : '';
    words.push(`${cause.name}: ${cause.message.slice(0, 200)}${detail}`);
  }
  return words.join(' < ') || 'unknown';
}
