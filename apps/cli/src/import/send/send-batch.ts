import { setTimeout as pause } from 'node:timers/promises';
import type {
  ApiError,
  ImportOutcome,
  MetadataViolationResource,
  TransferRecord,
} from '@bartleby/api-contract';
import { now } from '../../clock.ts';
import { Complaint } from '../../complaint.ts';
import type { PlatformClient } from '../../platform-client.ts';

/** The server's word on one record. */
export interface RecordResult {
  readonly outcome: ImportOutcome;
  readonly errors: readonly ApiError[];
  /** Where metadata that went in is not what the instance's schemas say. */
  readonly metadata_violations: readonly MetadataViolationResource[];
}

interface Answer {
  results?: RecordResult[];
  errors?: ApiError[];
}

const TIMEOUT_MS = 60_000;
const PATIENCE_MS = 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/**
 * Sends one batch and waits until the server says that it is in to stay. A server that is away, busy or starting again
 * is waited for: the same batch twice changes nothing.
 * @throws Complaint when it stays away for a minute, or refuses the request as a whole
 */
export async function sendBatch(
  client: PlatformClient,
  path: string,
  { records, dryRun }: { records: readonly TransferRecord[]; dryRun: boolean },
): Promise<readonly RecordResult[]> {
  const body = JSON.stringify({ records, ...(dryRun && { dry_run: true }) });
  const giveUpAt = now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const response = await client
      .send(`${path}/import`, { method: 'POST', body, timeoutMs: TIMEOUT_MS })
      .catch(() => null);
    // The answer may break off in its middle when the server is killed.
    const answer = response ? await (response.json() as Promise<Answer>).catch(() => null) : null;
    const isAway = !response || !answer || response.status >= 500 || response.status === 429;
    if (!isAway) return resultsOf(response, answer, records.length);
    if (now() > giveUpAt)
      throw new Complaint(
        `The server at ${client.serverUrl} has not answered for a minute. What was imported is in to stay: ` +
          'run the same command again when the server is back, and it goes on from there.',
      );
    await pause(wait);
  }
}

function resultsOf(response: Response, { results, errors }: Answer, count: number): RecordResult[] {
  if (response.ok && results?.length === count) return results;
  const reasons = errors?.map(({ long_message }) => long_message).join('\n');
  throw new Complaint(reasons || `The server answered ${response.status} to the import.`);
}
