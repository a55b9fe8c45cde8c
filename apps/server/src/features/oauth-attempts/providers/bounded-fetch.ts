import type { CustomFetch } from 'openid-client';

/** For one call, from the first byte sent to the last one read. */
export const PROVIDER_DEADLINE_SECONDS = 10;
const MAX_ANSWER_BYTES = 1_048_576;

/** A provider's answer is larger than anything it should say. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** `fetch` for calls to providers: with a deadline, a limit on the answer's size, and no redirects. */
export const boundedFetch: CustomFetch = async (url, options) => {
  const deadline = AbortSignal.timeout(PROVIDER_DEADLINE_SECONDS * 1000);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const response = await fetch(url, { ...options, redirect: 'manual', signal } as RequestInit);
  const body = await readBounded(response);
  const { status, statusText, headers } = response;
  return new Response(body.length === 0 ? null : new Uint8Array(body), { status, statusText, headers });
};

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new AnswerTooLarge(`more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
