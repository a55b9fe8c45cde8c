import { setTimeout as pause } from 'node:timers/promises';
import type { TransferObject, TransferRecord } from '@bartleby/api-contract';
import { now } from '../clock.ts';
import { Complaint } from '../complaint.ts';
import type { PlatformClient } from '../platform-client.ts';

const LONGEST_READ_MS = 6 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;
const WAIT_MS = 500;

/** A record, and its line as the server wrote it. */
export interface ExportedLine {
  readonly record: TransferRecord;
  readonly line: string;
}

/**
 * Every record of one kind, some at a time. When the connection breaks, reading goes on after the last whole record.
 * @throws Complaint when the server refuses, or stays away for a minute
 */
export async function* readExport(
  client: PlatformClient,
  path: string,
  object: TransferObject,
): AsyncGenerator<ExportedLine[]> {
  let after = '';
  let heardAt = now();
  for (;;) {
    const query = `object=${object}${after && `&after=${encodeURIComponent(after)}`}`;
    const response = await client
      .send(`${path}/export?${query}`, { method: 'GET', timeoutMs: LONGEST_READ_MS })
      .catch(() => null);
    if (response?.ok && response.body)
      try {
        for await (const lines of linesOf(response.body)) {
          heardAt = now();
          after = lines.at(-1)!.record.id;
          yield lines;
        }
        return;
      } catch (error) {
        if (error instanceof Complaint) throw error;
      }
    else if (response && response.status < 500 && response.status !== 429) await refuse(response);
    if (now() - heardAt > PATIENCE_MS)
      throw new Complaint(
        `The server at ${client.serverUrl} has not answered for a minute: nothing whole was written.`,
      );
    await pause(WAIT_MS);
  }
}

async function refuse(response: Response): Promise<never> {
  const answer = (await response.json().catch(() => ({}))) as { errors?: { long_message?: string }[] };
  const reasons = answer.errors?.map(({ long_message }) => long_message).join('\n');
  throw new Complaint(reasons || `The server answered ${response.status} to the export.`);
}

/** The whole lines of each piece that arrives. Rejects when the answer breaks off. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ExportedLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of body) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    if (texts.length > 0)
      yield texts.map((line) => ({ line: `${line}\n`, record: JSON.parse(line) as TransferRecord }));
  }
  if (rest !== '') throw new Error('the answer ends in the middle of a record');
}
