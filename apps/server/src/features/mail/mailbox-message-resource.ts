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
    created_at: message.createdAt.getTime(),
  };
}
