import type { Dependencies } from '../../dependencies.ts';
import type { Mailer } from '../../runtime/mailer.ts';
import { insertMailboxMessage } from './mailbox-store.ts';

/**
 * Keeps every message for the Dashboard's Mailbox page: what a development server does without SMTP.
 * The log says where to look, and never what the message says.
 */
export function createMailboxMailer({
  clock,
  config,
  database,
  log,
  random,
}: Omit<Dependencies, 'mail'>): Mailer {
  return {
    async send(message) {
      await insertMailboxMessage(database.queries, {
        instanceId: message.instanceId,
        id: random.id('ema'),
        kind: message.kind,
        to: message.to,
        subject: message.subject,
        text: message.text,
        html: message.html ?? null,
        createdAt: clock.now(),
      });
      log.info(`mail for ${message.to}: read it at ${config.publicUrl}/dashboard/mailbox`, {
        kind: message.kind,
      });
    },
  };
}
