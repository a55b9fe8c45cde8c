interface NodeRequest {
  method?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  /** Path and query, as asked for. */
  url: string;
  protocol: string;
}

/**
 * A Node request as a Web `Request`, without its body. `null` where HTTP was broken so that none can be made: the
 * framework answers 400.
 */
export function requestFromNode({ method = 'GET', headers, url, protocol }: NodeRequest): Request | null {
  try {
    const webHeaders = new Headers();
    for (const [name, value] of Object.entries(headers))
      for (const item of [value].flat()) if (item !== undefined) webHeaders.append(name, item);
    // A target such as //host/path would otherwise be read as another host.
    const target = new URL(`${protocol}://${webHeaders.get('host') ?? 'localhost'}`);
    const base = `${target.protocol}//${target.host}`;
    return new Request(base + (url.startsWith('/') ? url : `/${url}`), { method, headers: webHeaders });
  } catch {
    return null;
  }
}
