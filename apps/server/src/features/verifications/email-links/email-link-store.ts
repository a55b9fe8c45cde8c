import { type Selectable, sql } from 'kysely';
import type { Queries } from '../../../database/database.ts';
import type { Verification } from '../verification.ts';
import { toVerification } from '../verification-store.ts';
import type { EmailLink } from './email-link.ts';

export interface EmailLinksTable {
  instance_id: string;
  token_hash: Buffer;
  verification_id: string;
  purpose: EmailLink['purpose'];
  subject_id: string;
  client_id: string;
  asker_secret_hash: Buffer | null;
  redirect_url: string;
  expire_at: Date;
  created_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    email_links: EmailLinksTable;
  }
}

const toEmailLink = (row: Selectable<EmailLinksTable>): EmailLink => ({
  instanceId: row.instance_id,
  tokenHash: row.token_hash,
  verificationId: row.verification_id,
  purpose: row.purpose,
  subjectId: row.subject_id,
  clientId: row.client_id,
  redirectUrl: row.redirect_url,
  expireAt: row.expire_at,
  createdAt: row.created_at,
});

export async function insertEmailLink(queries: Queries, link: EmailLink): Promise<void> {
  await queries
    .insertInto('email_links')
    .values({
      instance_id: link.instanceId,
      token_hash: link.tokenHash,
      verification_id: link.verificationId,
      purpose: link.purpose,
      subject_id: link.subjectId,
      client_id: link.clientId,
      asker_secret_hash: queries
        .selectFrom('clients')
        .select('secret_hash')
        .where('instance_id', '=', link.instanceId)
        .where('id', '=', link.clientId),
      redirect_url: link.redirectUrl,
      expire_at: link.expireAt,
      created_at: link.createdAt,
    })
    .execute();
}

export async function findEmailLink(
  queries: Queries,
  instanceId: string,
  tokenHash: Buffer,
): Promise<EmailLink | null> {
  const row = await queries
    .selectFrom('email_links')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row ? toEmailLink(row) : null;
}

/** The browser that asked for a link about this attempt while it had this secret; null for anybody else. */
export async function findAskingClientId(
  queries: Queries,
  asker: { instanceId: string; subjectId: string; secretHash: Buffer; now: Date },
): Promise<string | null> {
  const row = await queries
    .selectFrom('email_links')
    .select('client_id')
    .where('instance_id', '=', asker.instanceId)
    .where('subject_id', '=', asker.subjectId)
    .where('asker_secret_hash', '=', asker.secretHash)
    .where('expire_at', '>', asker.now)
    .limit(1)
    .executeTakeFirst();
  return row?.client_id ?? null;
}

/** Uses a link up: one conditional statement, so that of parallel uses exactly one succeeds. */
export async function updateVerificationByLink(
  queries: Queries,
  use: { link: EmailLink; clientId: string | null; now: Date },
): Promise<Verification | null> {
  const { link, clientId, now } = use;
  const row = await queries
    .updateTable('verifications')
    .set({ attempts: sql<number>`attempts + 1`, verified_at: now, verified_at_client: clientId })
    .where('instance_id', '=', link.instanceId)
    .where('id', '=', link.verificationId)
    .where('strategy', '=', 'email_link')
    .where('code_hash', '=', link.tokenHash)
    .where('verified_at', 'is', null)
    .where('expire_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row ? toVerification(row) : null;
}

export async function deleteEmailLinksExpiredBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('email_links').where('expire_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
