import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { codeMessage } from './code-message.ts';
import { countAttempt, takeAttemptBack } from './count-attempt.ts';
import { findVerification, sendCode, sweepExpiredVerifications } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  // A month ago: sweeping here leaves the rows of tests beside this one alone.
  server.clock.advance(-30 * 86_400);
});
afterAll(() => server.close());

describe('countAttempt', () => {
  const limit = { kind: 'test', max: 7, windowSeconds: 60, refusal: 'too_many_requests' } as const;

  it('admits exactly the limit of parallel attempts, and again in the next window', async () => {
    const { instance, clock } = server;
    const { queries } = server.dependencies.database;
    const attempt = () => countAttempt(queries, instance.id, { limit, subject: 'ada', now: clock.now() });
    const admitted = async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 100 }, attempt));
      return outcomes.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await admitted()).toBe(7);
    clock.advance(59);
    await expect(attempt()).rejects.toMatchObject({
      code: 'too_many_requests',
      meta: { retry_after_seconds: 1 },
    });
    clock.advance(1);
    expect(await admitted()).toBe(7);
  });

  it('takes an attempt back, never below none; counts subjects and instances apart', async () => {
    const { instance, clock } = server;
    const { queries } = server.dependencies.database;
    const one = { ...limit, max: 1 };
    const now = clock.now();
    await countAttempt(queries, instance.id, { limit: one, subject: 'bob', now });
    await countAttempt(queries, instance.id, { limit: one, subject: 'eve', now });
    for (let times = 0; times < 3; times += 1)
      await takeAttemptBack(queries, instance.id, { limit: one, subject: 'bob' });
    await countAttempt(queries, instance.id, { limit: one, subject: 'bob', now });
    await expect(countAttempt(queries, instance.id, { limit: one, subject: 'bob', now })).rejects.toThrow();
    const other = await createTestServer();
    await countAttempt(other.dependencies.database.queries, other.instance.id, {
      limit: one,
      subject: 'bob',
      now,
    });
    await other.close();
  });
});

describe('sendCode', () => {
  it('stores no code in clear, and sweeps what is long expired', async () => {
    const { dependencies, instance, clock } = server;
    const { queries } = dependencies.database;
    const request = {
      instance,
      emailAddress: 'ada@example.com',
      strategy: 'email_code' as const,
      deliver: true,
    };
    const { id } = await sendCode(dependencies, request);
    const code = /\d{6}/.exec(dependencies.sentMail.at(-1)?.text ?? '')?.[0] ?? 'none';
    const row = await queries
      .selectFrom('verifications')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...row, id: '', code_hash: row.code_hash.toString('latin1') })).not.toContain(
      code,
    );
    clock.advance(86_400 + 500);
    await sweepExpiredVerifications(queries, clock.now());
    expect(await findVerification(queries, instance.id, id)).not.toBeNull();
    clock.advance(200);
    await sweepExpiredVerifications(queries, clock.now());
    expect(await findVerification(queries, instance.id, id)).toBeNull();
  });
});

describe('codeMessage', () => {
  it('escapes the application’s name and keeps the subject on one line', () => {
    const applicationName = 'A <b>&"\r\nBcc: eve@example.com';
    const { instance } = server;
    const message = codeMessage({
      instance: { ...instance, settings: { ...instance.settings, applicationName } },
      emailAddress: 'ada@example.com',
      strategy: 'reset_password_email_code',
      code: '123456',
    });
    expect(message.subject).toBe('123456 is your A <b>&" Bcc: eve@example.com password reset code');
    expect(message.html).toContain('A &lt;b&gt;&amp;&quot;');
    expect(message.text).toContain('123456');
  });
});
