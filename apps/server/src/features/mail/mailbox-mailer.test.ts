import { expect, it } from 'vitest';
import { createTestServer } from '../../testing/create-test-server.ts';
import { listMailboxMessages, openMailer, sweepOldMail } from './index.ts';

it('keeps messages for the Mailbox page for a week; the log says where they are and not what they say', async () => {
  const server = await createTestServer();
  const { dependencies, clock, instance } = server;
  clock.advance(-30 * 86_400); // Sweeping here leaves the rows of tests beside this one alone.
  const mailer = openMailer(dependencies);
  const message = {
    instanceId: instance.id,
    kind: 'verification_code',
    subject: 'Code',
    text: 'It is 987654.',
  };
  await mailer.send({ ...message, to: 'ada@example.com' });
  clock.advance(1);
  await mailer.send({ ...message, to: 'bob@example.com', html: '<p>It is 987654.</p>' });
  const { queries } = dependencies.database;
  const list = (to?: string) => listMailboxMessages(queries, instance.id, { limit: 10, offset: 0, to });
  expect((await list()).map(({ to }) => to)).toEqual(['bob@example.com', 'ada@example.com']);
  expect(await list('ada@example.com')).toMatchObject([{ text: 'It is 987654.', html: null }]);
  const log = dependencies.logLines.join('\n');
  expect(log).toContain('http://localhost:1853/dashboard/mailbox');
  expect(log).not.toContain('987654');
  clock.advance(7 * 86_400);
  await sweepOldMail(queries, clock.now());
  expect(await list()).toHaveLength(1);
  await mailer.close();
  await server.close();
});
