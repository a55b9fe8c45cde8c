import type { JwtPayload } from './auth/session-claims.ts';
import type { BartlebyClientOptions } from './client-options.ts';
import { keysOf, withEnvironment } from './client-settings.ts';
import type { Clock } from './clock.ts';
import { parsePublishableKey } from './publishable-key.ts';
import type { VerificationOptions } from './request-state/authenticate-options.ts';
import { verifyCustomJwtOrThrow, verifySessionTokenOrThrow } from './tokens/verify-token.ts';

export interface VerifyTokenOptions extends VerificationOptions {
  secretKey?: string;
  publishableKey?: string;
  apiUrl?: string;
  proxyUrl?: string;
  /** `customJwt` verifies tokens made from a JWT template instead of session tokens. */
  tokenClass?: 'session' | 'customJwt';
  clock?: Clock;
  fetch?: typeof fetch;
}

/**
 * Verifies a session token and answers with its claims; a custom JWT only with `tokenClass: 'customJwt'`.
 * Key and address come from the options, else from the environment; with `jwtKey` no call is made.
 * @throws TokenVerificationError with the contract's reason.
 * @throws Error when neither `jwtKey` nor secret key and address are known.
 */
export function verifyToken(
  token: string,
  options: VerifyTokenOptions & { tokenClass: 'customJwt' },
): Promise<Record<string, unknown>>;
export function verifyToken(token: string, options?: VerifyTokenOptions): Promise<JwtPayload>;
export async function verifyToken(
  token: string,
  options: VerifyTokenOptions = {},
): Promise<JwtPayload | Record<string, unknown>> {
  const { tokenClass = 'session', ...given } = options;
  const settings: BartlebyClientOptions = withEnvironment(given);
  const issuer = settings.issuer ?? issuerOf(settings.publishableKey);
  const verification = { ...settings, issuer, keys: keysOf(settings) };
  if (tokenClass === 'customJwt') return verifyCustomJwtOrThrow(token, verification);
  return verifySessionTokenOrThrow(token, verification);
}

const issuerOf = (publishableKey: string | undefined) =>
  publishableKey ? `https://${parsePublishableKey(publishableKey).frontendApiHost}` : undefined;
