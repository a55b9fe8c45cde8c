import { cookieNames, suffixedCookieName } from '@bartleby/api-contract';
import type { Instance } from '../instances/index.ts';

type CookieInstance = Pick<Instance, 'environmentType' | 'cookieSuffix'>;

/** Ten years, as the published servers write; browsers shorten it to their own limit. */
const MAX_AGE_SECONDS = 315_360_000;

/**
 * The Domain that makes a cookie visible to the app and to this server's neighbours: what both host names end
 * in, at least two labels; development: the app's own host name, as clerk-js writes it. Null: leave Domain out.
 * @param appHostname and serverHostname without port.
 */
export function cookieDomain(
  environmentType: Instance['environmentType'],
  appHostname: string,
  serverHostname: string,
): string | null {
  if (isAddress(appHostname)) return null;
  if (environmentType === 'development' || appHostname === serverHostname) return appHostname;
  const app = appHostname.split('.').reverse();
  const server = serverHostname.split('.').reverse();
  const differs = app.findIndex((label, index) => label !== server[index]);
  const common = differs === -1 ? app : app.slice(0, differs);
  return common.length < 2 ? null : common.reverse().join('.');
}

const isAddress = (hostname: string): boolean => /^\[|^\d+(\.\d+){3}$/.test(hostname);

/**
 * Set-Cookie lines for `__client_uat`, plain and suffixed: 0 when nobody is signed in, else the second of the
 * client's last change. Readable by scripts, as the SDKs want it.
 */
export function clientUatLines(instance: CookieInstance, domain: string | null, seconds: number): string[] {
  const live = instance.environmentType === 'production';
  const rest = [
    'Path=/',
    ...(domain === null ? [] : [`Domain=${domain}`]),
    `Max-Age=${MAX_AGE_SECONDS}`,
    ...(live ? ['Secure', 'SameSite=Lax'] : ['SameSite=Strict']),
  ].join('; ');
  const names = [cookieNames.clientUat, suffixedCookieName(cookieNames.clientUat, instance.cookieSuffix)];
  return names.map((name) => `${name}=${seconds}; ${rest}`);
}
