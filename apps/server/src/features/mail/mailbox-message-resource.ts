import type { MailboxMessage } from './mailbox-store.ts';

/** A kept message as the Platform API shows it to the Dashboard's Mailbox page. */
export function mailboxMessageResource(message: MailboxMessage) {
  return {
    object: 'mailbox_message' as const,
    id: message.id,
    kind: message.kind,
    to: message.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    /** The one-time code in it, ready to copy. */
    code: /\b\d{6}\b/.exec(message.text)?.[0] ?? null,
    created_at: message.createdAt.getTime(),
  };
}
