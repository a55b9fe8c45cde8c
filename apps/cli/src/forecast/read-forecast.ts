import type { ForecastLine, ForecastProgressLine, ForecastResult } from '@bartleby/api-contract';
import { Complaint } from '../complaint.ts';
import type { PlatformClient } from '../platform-client.ts';

/** A forecast of very many users takes minutes; Ctrl-C ends it on the server too. */
const TIMEOUT_MS = 3_600_000;

export interface ForecastRequest {
  /** Of the instance, on the Platform API. */
  readonly path: string;
  /** The draft; undefined: the saved template, as it is. */
  readonly source: string | undefined;
  readonly onProgress: (progress: ForecastProgressLine) => void;
}

/**
 * Asks for a forecast and follows its lines.
 * @throws Complaint what the server refused, template errors with their place; or that the answer broke off
 */
export async function readForecast(
  client: PlatformClient,
  { path, source, onProgress }: ForecastRequest,
): Promise<ForecastResult> {
  const body = JSON.stringify(source === undefined ? {} : { claims_source: source });
  const request = { method: 'POST', body, timeoutMs: TIMEOUT_MS };
  const answer = await client.send(`${path}/config/forecast`, request).catch(() => {
    throw new Complaint(
      `No Bartleby server answers at ${client.serverUrl}: start it with \`bartleby dev\`, or name it with --url.`,
    );
  });
  if (!answer.ok || answer.body === null)
    throw new Complaint(
      reasonsOf(await answer.json().catch(() => null)) || `The server answered ${answer.status}.`,
    );
  for await (const line of linesOf(answer.body)) {
    if (line.type === 'progress') onProgress(line);
    else if (line.type === 'error') throw new Complaint(reasonsOf(line));
    else return line;
  }
  throw brokenOff();
}

const brokenOff = () =>
  new Complaint('The server ended the forecast before it was done: run it again. Nothing was changed.');

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<ForecastLine> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as ForecastLine;
    }
  } catch {
    throw brokenOff();
  }
}

interface Refused {
  readonly errors?: readonly {
    readonly message: string;
    readonly long_message?: string;
    readonly meta?: { readonly line?: number; readonly column?: number };
  }[];
}

function reasonsOf(answer: unknown): string {
  const { errors = [] } = (answer ?? {}) as Refused;
  return errors
    .map(({ message, long_message: longMessage, meta }) => {
      const place = meta?.line === undefined ? '' : `line ${meta.line}, column ${meta.column}: `;
      return place + (longMessage ?? message);
    })
    .join('\n');
}
