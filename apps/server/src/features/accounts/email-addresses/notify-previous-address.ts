import type { Dependencies } from '../../../dependencies.ts';
import type { MailMessage } from '../../../runtime/mailer.ts';
import type { Instance } from '../../instances/index.ts';
import { type EmailAddress, maskEmailAddress } from '../../users/index.ts';
import { escapeHtml, singleLine } from '../../verifications/index.ts';

/**
 * Tells the address that was primary before that another one is now: never in a transaction. The change stands
 * whether or not the message can be sent.
 */
export async function notifyPreviousAddress(
  { log, mail }: Pick<Dependencies, 'log' | 'mail'>,
  { instance, previous, next }: { instance: Instance; previous: EmailAddress | null; next: EmailAddress },
): Promise<void> {
  if (!previous || previous.emailAddress === next.emailAddress) return;
  try {
    await mail.send(primaryChangedMessage(instance, previous.emailAddress, next.emailAddress));
  } catch (error) {
    log.warn('the previous primary address could not be told of the new one', { error: String(error) });
  }
}

function primaryChangedMessage(instance: Instance, to: string, next: string): MailMessage {
  const application = singleLine(instance.settings.applicationName);
  const masked = maskEmailAddress(next);
  const advice = `If you did not want this, contact whoever runs ${application}.`;
  return {
    instanceId: instance.id,
    to,
    kind: 'primary_email_address_changed',
    subject: `Your ${application} email address was changed`,
    text: `The primary email address of your ${application} account is now ${masked}.\n\n${advice}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="font-family:sans-serif">',
      `<p>The primary email address of your ${escapeHtml(application)} account is now ${escapeHtml(masked)}.</p>`,
      `<p>${escapeHtml(advice)}</p></body></html>`,
    ].join('\n'),
  };
}
