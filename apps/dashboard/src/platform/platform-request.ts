import { PlatformError, platformErrorFrom } from './platform-error.ts';
import { readLines } from './read-lines.ts';

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request, and the work behind it. */
  readonly signal?: AbortSignal;
  /** For an answer of lines: each as it comes; the promise then resolves to null at the end. */
  readonly onLine?: (line: unknown) => void;
}

export type SendRequest = <T>(method: string, path: string, options?: RequestOptions) => Promise<T>;

function queryText(query: RequestOptions['query']): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  return entries.length === 0
    ? ''
    : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * How the Dashboard talks to `/v1/platform`: with the operator's session token, asked for anew once when it was
 * refused. Throws PlatformError; status 0 means that no answer came.
 */
export function platformRequest(
  getToken: (options?: { skipCache?: boolean }) => Promise<string | null>,
): SendRequest {
  const send = async (method: string, path: string, options: RequestOptions, skipCache: boolean) => {
    const token = await getToken({ skipCache });
    return fetch(`/v1/platform${path}${queryText(options.query)}`, {
      method,
      headers: {
        authorization: `Bearer ${token ?? ''}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  };
  return async <T>(method: string, path: string, options: RequestOptions = {}): Promise<T> => {
    let response: Response;
    try {
      response = await send(method, path, options, false);
      if (response.status === 401) response = await send(method, path, options, true);
    } catch {
      throw new PlatformError(0, []);
    }
    if (response.ok && options.onLine) {
      await readLines(response, options.onLine).catch(() => {
        throw new PlatformError(0, []);
      });
      return null as T;
    }
    const body = await readJson(response);
    if (!response.ok) throw platformErrorFrom(response.status, body);
    return body as T;
  };
}
