import { decodeJwt } from '@bartleby/session-token';
import type { PublishableKey } from '../publishable-key.ts';
import { cookieNames } from '../wire-names.ts';

/**
 * Whether this instance's cookies are those with the suffix (backend contract section 2.4, first row wins).
 * Reads tokens without trusting them: the set chosen here is verified afterwards.
 */
export function usesSuffixedCookies(
  cookies: ReadonlyMap<string, string>,
  suffix: string,
  key: PublishableKey,
  nowSeconds: number,
): boolean {
  const session = cookies.get(cookieNames.session);
  const suffixedSession = cookies.get(`${cookieNames.session}_${suffix}`);
  const uat = cookies.get(cookieNames.clientUat);
  const suffixedUat = cookies.get(`${cookieNames.clientUat}_${suffix}`);
  const claims = session ? decodeJwt(session)?.claims : undefined;
  const suffixedClaims = suffixedSession ? decodeJwt(suffixedSession)?.claims : undefined;

  if (session) {
    const issuer = claims?.iss;
    if (typeof issuer !== 'string' || issuer === '') return false;
    if (issuer.replace(/^https?:\/\//, '') !== key.frontendApiHost) return true;
  }
  if (!suffixedUat && !suffixedSession) return false;
  if (suffixedUat !== '0' && uat !== '0' && seconds(claims?.iat) > seconds(suffixedClaims?.iat)) return false;
  if (suffixedUat === '0' && uat !== '0') return false;
  const hasExpired = suffixedClaims !== undefined && seconds(suffixedClaims?.exp) <= nowSeconds;
  if (key.instanceType === 'development' && suffixedUat !== '0' && uat === '0' && hasExpired) return false;
  return !(!suffixedUat && suffixedSession);
}

const seconds = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
