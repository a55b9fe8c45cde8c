import type { MailMessage } from '../../runtime/mailer.ts';
import type { Instance } from '../instances/index.ts';
import { escapeHtml, singleLine } from './mail-text.ts';
import { CODE_LIFETIME_SECONDS, type CodeStrategy } from './verification.ts';

const PURPOSE: Record<CodeStrategy, { action: string; kind: string }> = {
  email_code: { action: 'verification', kind: 'verification_code' },
  reset_password_email_code: { action: 'password reset', kind: 'reset_password_code' },
};

/** The mail that carries a one-time code. The application's name is an operator's text and is escaped. */
export function codeMessage(mail: {
  instance: Instance;
  emailAddress: string;
  strategy: CodeStrategy;
  code: string;
}): MailMessage {
  const { action, kind } = PURPOSE[mail.strategy];
  const application = singleLine(mail.instance.settings.applicationName);
  const minutes = CODE_LIFETIME_SECONDS / 60;
  const advice = `It is valid for ${minutes} minutes. If you did not ask for it, you can ignore this message.`;
  return {
    instanceId: mail.instance.id,
    to: mail.emailAddress,
    kind,
    subject: `${mail.code} is your ${application} ${action} code`,
    text: `Your ${action} code for ${application} is:\n\n${mail.code}\n\n${advice}\nNever give this code to anybody.\n`,
    html: [
      '<!doctype html><html lang="en"><body style="font-family:sans-serif">',
      `<p>Your ${action} code for ${escapeHtml(application)} is:</p>`,
      `<p style="font-size:2em;letter-spacing:0.2em"><strong>${mail.code}</strong></p>`,
      `<p>${advice}<br>Never give this code to anybody.</p></body></html>`,
    ].join('\n'),
  };
}
