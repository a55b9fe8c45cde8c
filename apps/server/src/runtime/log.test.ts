import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLog, type LogLevel } from './log.ts';

function logInto(lines: string[], level: LogLevel = 'debug', format: 'json' | 'pretty' = 'json') {
  const clock = createFakeClock(new Date('2026-01-01T12:34:56Z'));
  return createLog({ clock, level, format, write: (line) => lines.push(line) });
}

describe('a log', () => {
  it('writes one JSON line per event, with the fields it carries', () => {
    const lines: string[] = [];
    logInto(lines).with({ traceId: 't1' }).info('served', { status: 200, took: 3n });
    expect(JSON.parse(lines[0]!)).toEqual({
      time: '2026-01-01T12:34:56.000Z',
      level: 'info',
      message: 'served',
      traceId: 't1',
      status: 200,
      took: '3',
    });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = logInto(lines, 'warn');
    log.info('no');
    log.warn('yes');
    expect(lines).toHaveLength(1);
    logInto(lines, 'silent').error('no');
    expect(lines).toHaveLength(1);
  });

  it('is short on a terminal', () => {
    const lines: string[] = [];
    logInto(lines, 'info', 'pretty').info('ready', { url: 'http://localhost:1853' });
    expect(lines).toEqual(['12:34:56 info  ready url=http://localhost:1853']);
  });
});

describe('never logs', () => {
  const canary = 'Canary0123456789';
  it.each([
    ['cookies', { headers: { cookie: `__client=${canary}`, 'Set-Cookie': [canary] } }],
    ['credentials', { authorization: `Bearer ${canary}`, secretKey: canary, platform_key: canary }],
    ['passwords and codes', { password: canary, newPassword: canary, code: canary }],
    ['private metadata', { user: { private_metadata: { note: canary }, privateMetadata: { note: canary } } }],
    [
      'tokens in texts',
      { path: `/x?a=1&__clerk_ticket=${canary}&b=2`, note: `got eyJ${canary}.${canary}.${canary}` },
    ],
    ['keys in texts', { note: `key sk_test_${canary} and sk_live_${canary} and ak_${canary}` }],
    [
      'passwords in URLs',
      {
        error: new Error(`postgres://user:${canary}@db/x failed`, { cause: new Error(`sk_test_${canary}`) }),
      },
    ],
    ['raw bytes', { body: Buffer.from(canary) }],
  ])('%s', (_, fields) => {
    const lines: string[] = [];
    logInto(lines).error('event', fields);
    expect(lines[0]).not.toContain(canary);
    expect(lines[0]).toContain('event');
  });

  it('a structure without end', () => {
    const lines: string[] = [];
    const round: Record<string, unknown> = {};
    round.again = round;
    logInto(lines).error('event', round);
    expect(lines).toHaveLength(1);
  });
});
