import { sql } from 'kysely';
import type { Queries } from '../../database/database.ts';

export interface HandshakeNoncesTable {
  instance_id: string;
  nonce_hash: Buffer;
  client_id: string | null;
  app_origin: string;
  server_host: string;
  dev_browser: string | null;
  expire_at: Date;
  redeemed_at: Date | null;
}

declare module '../../database/database.ts' {
  interface Tables {
    handshake_nonces: HandshakeNoncesTable;
  }
}

/** A handshake on its way back to the app: whom to answer for, and where the cookies will live. */
export interface Handshake {
  readonly instanceId: string;
  /** Null for a browser that was never seen. */
  readonly clientId: string | null;
  readonly appOrigin: string;
  /** Host name that served the handshake, without port. */
  readonly serverHostname: string;
  readonly devBrowser: string | null;
}

export async function insertHandshake(
  queries: Queries,
  handshake: Handshake & { nonceHash: Buffer; expireAt: Date },
): Promise<void> {
  await queries
    .insertInto('handshake_nonces')
    .values({
      instance_id: handshake.instanceId,
      nonce_hash: handshake.nonceHash,
      client_id: handshake.clientId,
      app_origin: handshake.appOrigin,
      server_host: handshake.serverHostname,
      dev_browser: handshake.devBrowser,
      expire_at: handshake.expireAt,
      redeemed_at: null,
    })
    .execute();
}

/** Redeems a nonce: one caller of any number gets the handshake, the others null; so do late ones. */
export async function redeemHandshakeNonce(
  queries: Queries,
  instanceId: string,
  nonceHash: Buffer,
  now: Date | null,
): Promise<Handshake | null> {
  const row = await queries
    .updateTable('handshake_nonces')
    .set({ redeemed_at: sql`coalesce(${now}::timestamptz, now())` })
    .where('instance_id', '=', instanceId)
    .where('nonce_hash', '=', nonceHash)
    .where('redeemed_at', 'is', null)
    .where(sql<boolean>`expire_at > coalesce(${now}::timestamptz, now())`)
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  return {
    instanceId: row.instance_id,
    clientId: row.client_id,
    appOrigin: row.app_origin,
    serverHostname: row.server_host,
    devBrowser: row.dev_browser,
  };
}

/** Removes expired nonces of every instance; answers how many. */
export async function deleteExpiredHandshakes(queries: Queries, now: Date | null): Promise<number> {
  const result = await queries
    .deleteFrom('handshake_nonces')
    .where(sql<boolean>`expire_at < coalesce(${now}::timestamptz, now())`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
