import { queryNames } from '@bartleby/api-contract';
import type { BrowserPlatform } from '../browser-platform.ts';
import { apiErrorFromAnswer, BartlebyApiError, networkError } from './api-error.ts';
import { formBody } from './form-body.ts';

const API_VERSION = '2026-05-12';

export interface FrontendRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** After `/v1`, with a leading slash. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** How often to try when there is no answer, a 5xx or a 429. Default: 4 for GET, once for the rest. */
  readonly tries?: number | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Sends one request and returns the JSON of its answer; throws BartlebyApiError. */
export type Send = (request: FrontendRequest) => Promise<unknown>;

function buildUrl(base: string, request: FrontendRequest, sessionId: string | null): string {
  const url = new URL(`${base}/v1${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  url.searchParams.set(queryNames.apiVersion, API_VERSION);
  // Only GET and POST travel, so that no call needs a CORS preflight.
  if (request.method === 'PATCH' || request.method === 'DELETE')
    url.searchParams.set(queryNames.method, request.method);
  if (sessionId && !request.path.startsWith('/client')) url.searchParams.set(queryNames.sessionId, sessionId);
  return url.href;
}

async function sendOnce(platform: BrowserPlatform, url: string, request: FrontendRequest): Promise<unknown> {
  const isGet = request.method === 'GET';
  let answer: Response;
  try {
    answer = await platform.fetch(url, {
      method: isGet ? 'GET' : 'POST',
      credentials: 'include',
      signal: AbortSignal.timeout(request.timeoutMs ?? 20_000),
      ...(isGet ? {} : { body: formBody(request.body ?? {}) }),
    });
  } catch {
    throw networkError(platform.isOnline());
  }
  if (answer.status === 204) return null;
  const json: unknown = await answer.json().catch(() => null);
  if (answer.ok && json !== null) return json;
  throw apiErrorFromAnswer(answer.status, json, answer.headers.get('retry-after'));
}

const mayPass = (error: unknown): error is BartlebyApiError =>
  error instanceof BartlebyApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

/** The wait before try n (1, 2 …): 0.4 s doubling up to 8 s, or what `Retry-After` asks for, up to a minute. */
export function retryDelayMs(error: BartlebyApiError, attempt: number): number {
  if (error.retryAfterSeconds !== undefined) return Math.min(error.retryAfterSeconds, 60) * 1000;
  return Math.min(400 * 2 ** (attempt - 1), 8000);
}

/** Makes the function that every resource calls the Frontend API with (frontend-api 1.1-1.7). */
export function createSend(platform: BrowserPlatform, base: string, sessionId: () => string | null): Send {
  return async (request) => {
    const tries = request.tries ?? (request.method === 'GET' ? 4 : 1);
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendOnce(platform, buildUrl(base, request, sessionId()), request);
      } catch (error) {
        // Waiting for a network that the browser says is gone only keeps the caller waiting.
        if (!mayPass(error) || attempt >= tries || !platform.isOnline()) throw error;
        await platform.sleep(retryDelayMs(error, attempt));
      }
    }
  };
}
