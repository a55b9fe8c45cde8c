import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { type ClosableMailer, createSmtpMailer } from './smtp-mailer.ts';

const lines: string[] = [];
const log = createLog({
  clock: systemClock,
  level: 'debug',
  format: 'json',
  write: (line) => lines.push(line),
});
const received: string[] = [];
let server: SMTPServer | undefined;
let mailer: ClosableMailer | undefined;

afterEach(async () => {
  await mailer?.close(2000);
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  received.length = 0;
  lines.length = 0;
});

/** A mail server that refuses the first `failures` messages. */
async function start(failures = 0): Promise<ClosableMailer> {
  let left = failures;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      stream.on('end', () => {
        if (left > 0) {
          left -= 1;
          return done(Object.assign(new Error('try again, ada@example.com'), { responseCode: 451 }));
        }
        received.push(text);
        return done();
      });
    },
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  mailer = createSmtpMailer({
    url: `smtp://127.0.0.1:${port}`,
    from: 'Bartleby <no-reply@example.com>',
    log,
    retryPauses: [10, 10],
  });
  return mailer;
}

const message = {
  instanceId: 'ins_1',
  to: 'ada@example.com',
  kind: 'verification_code',
  subject: '123456 is your code',
  text: 'Your code is 123456.',
  html: '<p>Your code is 123456.</p>',
};

describe('createSmtpMailer', () => {
  it('delivers what was queued', async () => {
    const smtp = await start();
    await Promise.all(Array.from({ length: 20 }, () => smtp.send(message)));
    await smtp.close(5000);
    expect(received).toHaveLength(20);
    expect(received[0]).toContain('To: ada@example.com');
    expect(received[0]).toContain('From: Bartleby <no-reply@example.com>');
    expect(received[0]).toContain('Subject: 123456 is your code');
  });

  it('keeps a subject on one line, whatever is in it', async () => {
    const smtp = await start();
    await smtp.send({ ...message, subject: 'Hello\r\nBcc: eve@example.com' });
    await smtp.close(5000);
    expect(received[0]).not.toMatch(/^Bcc:/im);
  });

  it('tries again when the server could not take it', async () => {
    const smtp = await start(2);
    await smtp.send(message);
    await smtp.close(5000);
    expect(received).toHaveLength(1);
  });

  it('says in the log that it gave up, without recipient or code', async () => {
    const smtp = await start(3);
    await smtp.send(message);
    await smtp.close(5000);
    expect(received).toHaveLength(0);
    expect(lines.join('\n')).toContain('mail could not be delivered');
    expect(lines.join('\n')).not.toMatch(/ada@example\.com|123456/);
  });

  it('refuses more than a thousand waiting messages', async () => {
    const smtp = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'a@b.co', log, retryPauses: [] });
    const outcomes = await Promise.allSettled(Array.from({ length: 1100 }, () => smtp.send(message)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(50);
    await smtp.close(1);
  });
});
