import type { Dependencies } from '../../dependencies.ts';
import { createMailboxMailer } from './mailbox-mailer.ts';
import { type ClosableMailer, createSmtpMailer } from './smtp-mailer.ts';

/** SMTP when it is configured, else the development mailbox. `close` drains what is still to be sent. */
export function openMailer(dependencies: Omit<Dependencies, 'mail'>): ClosableMailer {
  const { config, log } = dependencies;
  if (config.smtpUrl !== null) return createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom, log });
  return { ...createMailboxMailer(dependencies), close: async () => undefined };
}
