// How messages leave: over SMTP, or into the development mailbox. Who writes what to whom is not known here.
export { mailboxMessageResource } from './mailbox-message-resource.ts';
export { countMailboxMessages, listMailboxMessages, type MailboxMessage } from './mailbox-store.ts';
export { openMailer } from './open-mailer.ts';
export { registerMailPlatformApi } from './platform-api.ts';
export type { ClosableMailer } from './smtp-mailer.ts';
export { sweepOldMail } from './sweep-old-mail.ts';
