import type { MailMessage } from '../../../runtime/mailer.ts';
import type { Instance } from '../../instances/index.ts';
import { escapeHtml, singleLine } from '../mail-text.ts';
import { CODE_LIFETIME_SECONDS } from '../verification.ts';
import type { EmailLinkPurpose } from './email-link.ts';

const ACTION: Record<EmailLinkPurpose, string> = {
  sign_in: 'sign in to',
  sign_up: 'finish signing up for',
  email_address: 'verify your email address for',
};

/** The mail that carries a link. */
export function emailLinkMessage(mail: {
  instance: Instance;
  emailAddress: string;
  purpose: EmailLinkPurpose;
  url: string;
}): MailMessage {
  const application = singleLine(mail.instance.settings.applicationName);
  const action = `${ACTION[mail.purpose]} ${application}`;
  const place = mail.instance.settings.emailLinkSameClient
    ? ' and works only in the browser in which you asked for it'
    : '';
  const advice =
    `It is valid for ${CODE_LIFETIME_SECONDS / 60} minutes, works once${place}. ` +
    'If you did not ask for it, you can ignore this message.';
  return {
    instanceId: mail.instance.id,
    to: mail.emailAddress,
    kind: 'verification_link',
    subject: `Your link to ${action}`,
    text: `Follow this link to ${action}:\n\n${mail.url}\n\n${advice}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="font-family:sans-serif">',
      `<p>Follow this link to ${escapeHtml(action)}:</p>`,
      `<p><a href="${escapeHtml(mail.url)}">${escapeHtml(action)}</a></p>`,
      `<p>${advice}</p></body></html>`,
    ].join('\n'),
  };
}
