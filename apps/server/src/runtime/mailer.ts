/** One message to one person. */
export interface MailMessage {
  instanceId: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** What the message is for, e.g. `verification_code`: shown in the development mailbox. */
  kind: string;
}

/** Sends mail, or keeps it in the development mailbox. */
export interface Mailer {
  /** Resolves when the message was handed over; never called inside a transaction. */
  send(message: MailMessage): Promise<void>;
}
