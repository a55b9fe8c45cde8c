export type PortalPage = 'sign-in' | 'sign-up' | 'user';

/** What the address of the page says. */
export interface PortalAddress {
  /** Path of the instance, `/i/<slug>`; empty where the instance has a host of its own. */
  readonly instancePath: string;
  readonly page: PortalPage;
}

/** Reads `<instance>/account/<page>`; null for an address that is not the portal's. `/account` alone is the user page. */
export function readPortalAddress(pathname: string): PortalAddress | null {
  const found = /^(\/i\/[A-Za-z0-9-]+)?\/account(?:\/(sign-in|sign-up|user)(?:\/.*)?)?\/?$/.exec(pathname);
  if (!found) return null;
  return { instancePath: found[1] ?? '', page: (found[2] ?? 'user') as PortalPage };
}

export function portalUrl(instancePath: string, page: PortalPage): string {
  return `${instancePath}/account/${page}`;
}
