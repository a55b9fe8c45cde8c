import { BartlebyApiError } from './api-error.ts';
import type { FrontendRequest, Send } from './send.ts';

/** Sends a request and returns the resource in its answer; the Client that travels along goes into the state. */
export type CallFrontendApi = (request: FrontendRequest) => Promise<unknown>;

const field = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;

/**
 * Opens the envelope `{response, client}` (frontend-api 1.5). `onClient` gets the Client of every answer to a change,
 * refusals included; `onUnauthenticated` runs before a 401 is thrown on.
 */
export function createCall(
  send: Send,
  state: { onClient(client: unknown): void; onUnauthenticated(): Promise<void> },
): CallFrontendApi {
  return async (request) => {
    try {
      const json = await send(request);
      const client = field(json, 'client') ?? field(field(json, 'meta'), 'client');
      if (client && request.method !== 'GET') state.onClient(client);
      return field(json, 'response') ?? json;
    } catch (error) {
      if (error instanceof BartlebyApiError) {
        if (error.client) state.onClient(error.client);
        else if (error.status === 401) await state.onUnauthenticated();
      }
      throw error;
    }
  };
}
