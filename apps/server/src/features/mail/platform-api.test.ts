import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { insertMailboxMessage } from './mailbox-store.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

describe('/mailbox', () => {
  it('lists mails newest first with their codes, opens one, and says whether SMTP is configured', async () => {
    const { database, clock, random } = server.dependencies;
    const ids = ['Your code is 123456.', 'Hello.'].map((text) => ({ id: random.id('ema'), text }));
    for (const [n, { id, text }] of ids.entries())
      await insertMailboxMessage(database.queries, {
        instanceId: server.instance.id,
        id,
        kind: 'code',
        to: 'a@example.com',
        subject: `Mail ${n}`,
        text,
        html: null,
        createdAt: new Date(clock.now().getTime() + n),
      });
    const { body } = await platform.onInstance('GET', '/mailbox');
    expect(body).toMatchObject({
      data: [
        { subject: 'Mail 1', code: null },
        { subject: 'Mail 0', code: '123456', to: 'a@example.com' },
      ],
      total_count: 2,
      smtp: false,
    });
    expect(body.data[0]).not.toHaveProperty('text');
    const one = await platform.onInstance('GET', `/mailbox/${ids[0]?.id}`);
    expect(one.body).toMatchObject({ text: 'Your code is 123456.', html: null, code: '123456' });
    expect((await platform.onInstance('GET', '/mailbox/ema_nope')).status).toBe(404);
  });
});
