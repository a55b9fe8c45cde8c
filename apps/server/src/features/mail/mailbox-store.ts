import type { Selectable } from 'kysely';
import type { Queries } from '../../database/database.ts';

/** A message that was kept instead of sent. */
export interface MailboxMessage {
  readonly instanceId: string;
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly createdAt: Date;
}

export interface MailboxMessagesTable {
  instance_id: string;
  id: string;
  kind: string;
  recipient: string;
  subject: string;
  text_body: string;
  html_body: string | null;
  created_at: Date;
}

declare module '../../database/database.ts' {
  interface Tables {
    mailbox_messages: MailboxMessagesTable;
  }
}

const toMessage = (row: Selectable<MailboxMessagesTable>): MailboxMessage => ({
  instanceId: row.instance_id,
  id: row.id,
  kind: row.kind,
  to: row.recipient,
  subject: row.subject,
  text: row.text_body,
  html: row.html_body,
  createdAt: row.created_at,
});

export async function insertMailboxMessage(queries: Queries, message: MailboxMessage): Promise<void> {
  await queries
    .insertInto('mailbox_messages')
    .values({
      instance_id: message.instanceId,
      id: message.id,
      kind: message.kind,
      recipient: message.to,
      subject: message.subject,
      text_body: message.text,
      html_body: message.html,
      created_at: message.createdAt,
    })
    .execute();
}

/** The newest messages of an instance, newest first; `to` narrows them to one recipient. */
export async function listMailboxMessages(
  queries: Queries,
  instanceId: string,
  { limit, offset, to }: { limit: number; offset: number; to?: string | undefined },
): Promise<MailboxMessage[]> {
  const rows = await queries
    .selectFrom('mailbox_messages')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .$if(to !== undefined, (query) => query.where('recipient', '=', to ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(toMessage);
}

/** One message; null for an unknown id or another instance's. */
export async function findMailboxMessage(
  queries: Queries,
  instanceId: string,
  id: string,
): Promise<MailboxMessage | null> {
  const row = await queries
    .selectFrom('mailbox_messages')
    .selectAll()
    .where('instance_id', '=', instanceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toMessage(row) : null;
}

export async function countMailboxMessages(queries: Queries, instanceId: string): Promise<number> {
  const { total } = await queries
    .selectFrom('mailbox_messages')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('instance_id', '=', instanceId)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Deletes messages that were kept long enough, in every instance. */
export async function deleteMailboxMessagesBefore(queries: Queries, before: Date): Promise<number> {
  const [result] = await queries.deleteFrom('mailbox_messages').where('created_at', '<', before).execute();
  return Number(result?.numDeletedRows ?? 0);
}
