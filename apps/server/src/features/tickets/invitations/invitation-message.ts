import type { MailMessage } from '../../../runtime/mailer.ts';
import type { Instance } from '../../instances/index.ts';
import { escapeHtml, singleLine } from '../../verifications/index.ts';
import type { Invitation } from './invitation.ts';

/** The mail that carries an invitation's link. */
export function invitationMessage(instance: Instance, invitation: Invitation, url: string): MailMessage {
  const application = singleLine(instance.settings.applicationName);
  const until = invitation.expireAt.toISOString().slice(0, 10);
  const advice = `It works once, until ${until}. If you did not expect it, you can ignore this message.`;
  return {
    instanceId: instance.id,
    to: invitation.emailAddress,
    kind: 'invitation',
    subject: `Your invitation to ${application}`,
    text: `You have been invited to join ${application}. Follow this link to accept:\n\n${url}\n\n${advice}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="font-family:sans-serif">',
      `<p>You have been invited to join ${escapeHtml(application)}.</p>`,
      `<p><a href="${escapeHtml(url)}">Accept the invitation</a></p>`,
      `<p>${advice}</p></body></html>`,
    ].join('\n'),
  };
}
