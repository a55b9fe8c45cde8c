import type { TypeSourcesResource } from '@bartleby/api-contract';
import { Complaint } from '../complaint.ts';
import { connectToInstance, type PlatformClient } from '../platform-client.ts';
import type { TypesFlags } from './types-flags.ts';

export interface Connection {
  readonly client: PlatformClient;
  readonly path: string;
}

export interface ReadSources {
  readonly sources: TypeSourcesResource;
  /** Names this state of the configuration; null when the server gave it no name. */
  readonly etag: string | null;
}

/** Throws Complaint, ServerAway when no server answers. */
export async function connect(flags: TypesFlags): Promise<Connection> {
  const { client, path } = await connectToInstance(flags);
  return { client, path };
}

/** The server cannot be reached, or cannot answer now: it may later. */
export class ServerAway extends Error {}

const TIMEOUT_MS = 10_000;

/**
 * What the types are made from; null when it is what `etag` names still.
 * @throws ServerAway; Complaint for what will not pass by itself: a key or an instance that is not there any more
 */
export async function readTypeSources(
  { client, path }: Connection,
  etag: string | null = null,
): Promise<ReadSources | null> {
  const headers: Record<string, string> = etag === null ? {} : { 'if-none-match': etag };
  const response = await client
    .send(`${path}/type_sources`, { method: 'GET', headers, timeoutMs: TIMEOUT_MS })
    .catch(() => {
      throw new ServerAway();
    });
  if (response.status === 304) return null;
  if (response.status >= 500 || response.status === 429) throw new ServerAway();
  const answer = (await response.json().catch(() => {
    throw new ServerAway();
  })) as TypeSourcesResource & { errors?: { long_message?: string; message?: string }[] };
  if (response.ok) return { sources: answer, etag: response.headers.get('etag') };
  const reasons = answer.errors?.map(({ long_message: long, message }) => long ?? message).join('\n');
  throw new Complaint(reasons || `The server answered ${response.status}.`);
}
