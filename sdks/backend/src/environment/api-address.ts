/**
 * Where the Backend API answers: `apiUrl`, else the origin of an absolute `proxyUrl`.
 * There is no default host, so that a secret key never leaves for a service that nobody named.
 * @throws Error naming the variables when neither is given or the address is not http(s).
 */
export function backendApiUrl(options: {
  apiUrl?: string | undefined;
  proxyUrl?: string | undefined;
}): string {
  if (options.apiUrl)
    return readHttpUrl(options.apiUrl, 'BARTLEBY_API_URL (apiUrl)').href.replace(/\/+$/, '');
  if (options.proxyUrl && /^https?:/i.test(options.proxyUrl))
    return readHttpUrl(options.proxyUrl, 'BARTLEBY_PROXY_URL (proxyUrl)').origin;
  throw new Error(
    'The address of your Bartleby server is missing. Set BARTLEBY_API_URL (for example http://localhost:1853), or BARTLEBY_PROXY_URL (in Next.js NEXT_PUBLIC_BARTLEBY_PROXY_URL) to the absolute Frontend API address.',
  );
}

function readHttpUrl(text: string, name: string): URL {
  const url = parseUrl(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new Error(`${name} must be an absolute http or https address, for example http://localhost:1853.`);
  return url;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
