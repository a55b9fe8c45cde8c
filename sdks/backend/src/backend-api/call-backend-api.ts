import { API_VERSION } from '../wire-names.ts';
import { type BartlebyAPIError, BartlebyAPIResponseError } from './backend-api-error.ts';
import { camelCaseResource, snakeCaseBody, toSnakeCase } from './letter-case.ts';

export interface BackendApiConnection {
  /** Origin of the Backend API. */
  apiUrl: string;
  secretKey: string;
  userAgent: string;
  fetch: typeof fetch;
}

export interface BackendApiCall {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/v1`, segments that come from a caller built with `path`. */
  path: string;
  query?: object | undefined;
  body?: object | undefined;
  /** Leaves the answer's keys as the wire has them. */
  raw?: boolean;
}

const DEADLINE_MILLISECONDS = 15_000;

/**
 * Makes one call and answers with the resource in camelCase; `undefined` for 204.
 * @throws BartlebyAPIResponseError for every refusal, and when no usable answer came.
 */
export async function callBackendApi<Result>(
  connection: BackendApiConnection,
  call: BackendApiCall,
): Promise<Result> {
  const response = await send(connection, call);
  if (response.status === 204) return undefined as Result;
  const json = await readJson(response);
  if (!response.ok) throw refusalOf(response, json);
  return (call.raw ? json : withTotalCount(camelCaseResource(json))) as Result;
}

async function send(connection: BackendApiConnection, call: BackendApiCall): Promise<Response> {
  const url = new URL(`${connection.apiUrl}/v1${call.path}`);
  addQuery(url.searchParams, call.query ?? {});
  const body = call.body && snakeCaseBody(call.body);
  const hasBody = body !== undefined && Object.keys(body).length > 0;
  try {
    return await connection.fetch(url, {
      method: call.method,
      headers: {
        Authorization: `Bearer ${connection.secretKey}`,
        'Clerk-API-Version': API_VERSION,
        'Content-Type': 'application/json',
        'User-Agent': connection.userAgent,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MILLISECONDS),
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    });
  } catch (cause) {
    throw noAnswer(
      `${url.origin} could not be reached. Check BARTLEBY_API_URL and that the server runs.`,
      cause,
    );
  }
}

/** Arrays are repeated; undefined and null are left out. */
function addQuery(parameters: URLSearchParams, query: object): void {
  for (const [key, value] of Object.entries(query)) {
    for (const item of [value].flat()) {
      if (item === undefined || item === null) continue;
      parameters.append(toSnakeCase(key), item instanceof Date ? item.toISOString() : String(item));
    }
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw noAnswer('The answer of the Backend API broke off.', cause, response.status);
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message =
      'The answer is not JSON. Check that BARTLEBY_API_URL is the address of a Bartleby server.';
    throw noAnswer(message, cause, response.status);
  }
}

const noAnswer = (message: string, cause: unknown, status?: number) =>
  new BartlebyAPIResponseError(message, {
    errors: [{ code: 'unexpected_error', message, longMessage: undefined, meta: {} }],
    status,
    cause,
  });

function refusalOf(response: Response, json: unknown): BartlebyAPIResponseError {
  const envelope = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const errors = Array.isArray(envelope.errors) ? envelope.errors.map(readError) : [];
  const traceId = envelope.clerk_trace_id;
  const retryAfter = response.headers.get('retry-after');
  const message =
    errors[0]?.longMessage ?? errors[0]?.message ?? `The server answered with status ${response.status}.`;
  return new BartlebyAPIResponseError(message, {
    errors,
    status: response.status,
    clerkTraceId: typeof traceId === 'string' ? traceId : undefined,
    retryAfterSeconds: retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined,
  });
}

function readError(entry: unknown): BartlebyAPIError {
  const { code, message, long_message, meta } = (entry ?? {}) as Record<string, unknown>;
  return {
    code: String(code ?? 'unexpected_error'),
    message: String(message ?? ''),
    longMessage: typeof long_message === 'string' ? long_message : undefined,
    meta: (camelCaseResource(meta ?? {}) ?? {}) as Record<string, unknown>,
  };
}

/** Lists come as `{ data, totalCount }`, whatever else the server adds. */
function withTotalCount(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('data' in value) || !('totalCount' in value))
    return value;
  return { data: value.data, totalCount: value.totalCount };
}

/**
 * A path with its ids encoded.
 * @throws Error for an id that is empty or would leave its place in the path.
 */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.reduce((text, part, index) => {
    const id = ids[index - 1];
    if (typeof id !== 'string' || id === '')
      throw new Error('An id is needed here, and it must not be empty.');
    if (id === '.' || id === '..' || id.includes('/'))
      throw new Error('This is not an id: it contains a path.');
    return `${text}${encodeURIComponent(id)}${part}`;
  });
}
