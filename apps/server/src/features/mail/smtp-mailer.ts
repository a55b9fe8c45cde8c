import { createTransport } from 'nodemailer';
import type { Log } from '../../runtime/log.ts';
import type { Mailer, MailMessage } from '../../runtime/mailer.ts';
import { Refusal } from '../../runtime/refusal.ts';

/** A mailer that delivers in the background, and can be drained. */
export interface ClosableMailer extends Mailer {
  /** Waits until the queue is empty, at most `deadlineMilliseconds` (10 s unless told). */
  close(deadlineMilliseconds?: number): Promise<void>;
}

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string;
  /** The From header. */
  readonly from: string;
  readonly log: Log;
  /** Pauses between tries, in milliseconds; one more try than pauses. */
  readonly retryPauses?: readonly number[];
}

const MAX_WAITING = 1000;
const MAX_RUNNING = 4;
const TIMEOUT_MILLISECONDS = 15_000;

/**
 * Delivers over SMTP. `send` resolves when the message is queued, not when the mail server took it: the
 * answer to "send me a code" must take the same time whether there is somebody to send it to or not.
 * A failed delivery is tried again and then logged, without the message or its recipient.
 * @throws Refusal too_many_requests from `send` when 1,000 messages wait.
 */
export function createSmtpMailer({
  url,
  from,
  log,
  retryPauses = [1000, 5000],
}: SmtpOptions): ClosableMailer {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MILLISECONDS,
    greetingTimeout: TIMEOUT_MILLISECONDS,
    socketTimeout: TIMEOUT_MILLISECONDS,
  });
  const waiting: MailMessage[] = [];
  let running = 0;
  let drained: (() => void)[] = [];

  async function deliver(message: MailMessage): Promise<void> {
    for (const pause of [...retryPauses, null]) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: message.to },
          subject: message.subject,
          text: message.text,
          ...(message.html ? { html: message.html } : {}),
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return;
      } catch (error) {
        const fields = { kind: message.kind, instance_id: message.instanceId, reason: reasonOf(error) };
        if (pause === null) log.error('mail could not be delivered', fields);
        else await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  function startNext(): void {
    while (running < MAX_RUNNING && waiting.length > 0) {
      const message = waiting.shift()!;
      running += 1;
      void deliver(message).finally(() => {
        running -= 1;
        startNext();
      });
    }
    if (running === 0 && waiting.length === 0) for (const resolve of drained.splice(0)) resolve();
  }

  return {
    async send(message) {
      if (waiting.length >= MAX_WAITING) throw new Refusal('too_many_requests');
      waiting.push(message);
      startNext();
    },
    async close(deadlineMilliseconds = 10_000) {
      if (running > 0 || waiting.length > 0)
        await Promise.race([
          new Promise<void>((resolve) => drained.push(resolve)),
          new Promise((resolve) => setTimeout(resolve, deadlineMilliseconds).unref()),
        ]);
      drained = [];
      transport.close();
    },
  };
}

/** The mail server's code alone: its text may quote the recipient. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}
