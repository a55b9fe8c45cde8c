import { getDomain } from 'tldts';

/**
 * True when browsers take both for one site, so that `SameSite=Lax` cookies travel with a page's requests:
 * same scheme and same registrable domain (RFC 6265bis section 5.2, "schemeful"). Addresses and names without
 * a registrable domain, such as `localhost`, are a site of their own.
 */
export function isSameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && siteOf(one.hostname) === siteOf(other.hostname);
}

/** Private suffixes count: two apps of one hosting domain are two sites. */
const siteOf = (hostname: string): string =>
  getDomain(hostname, { allowPrivateDomains: true, validateHostname: false }) ?? hostname;
