import type { BrowserPlatform } from '../browser-platform.ts';

/** What the server tells a browser that listens; see the guide *Claims that are fresh*. */
export interface ClientEvent {
  readonly object: string;
  readonly session_id?: string;
  readonly heartbeat_seconds?: number;
}

/** Without the first event in this time, something on the way keeps the stream back. */
const FIRST_BYTE_MS = 10_000;

/**
 * Reads one event stream until it ends, breaks, falls silent or is aborted. Returns the answer's status when the server
 * refused, 0 otherwise, and after how many seconds it wants to be asked again.
 */
export async function readEventStream(
  platform: BrowserPlatform,
  request: { url: string; signal: AbortSignal },
  onEvent: (event: ClientEvent) => void,
): Promise<{ status: number; retryAfterSeconds: number }> {
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  request.signal.addEventListener('abort', abort);
  let silenceMs = FIRST_BYTE_MS;
  let cancel = platform.setTimer(abort, silenceMs);
  try {
    const answer = await platform.fetch(request.url, {
      // Neither header nor method makes a CORS preflight.
      headers: { accept: 'text/event-stream' },
      credentials: 'include',
      cache: 'no-store',
      signal: aborter.signal,
    });
    if (!answer.ok || !answer.body) {
      abort();
      return { status: answer.status, retryAfterSeconds: Number(answer.headers.get('retry-after')) || 0 };
    }
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let unread = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const blocks = (unread + decoder.decode(value, { stream: true })).split('\n\n');
      unread = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (!data) continue;
        const event = JSON.parse(data) as ClientEvent;
        // Two heartbeats missed, and a little for the way.
        if (event.heartbeat_seconds) silenceMs = event.heartbeat_seconds * 2_000 + 5_000;
        onEvent(event);
      }
      cancel();
      cancel = platform.setTimer(abort, silenceMs);
    }
  } catch {
    // Whatever broke it, tokens are renewed without a stream too.
  } finally {
    abort();
    cancel();
    request.signal.removeEventListener('abort', abort);
  }
  return { status: 0, retryAfterSeconds: 0 };
}
