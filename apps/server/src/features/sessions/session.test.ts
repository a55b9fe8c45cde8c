import { describe, expect, it } from 'vitest';
import { currentSession, expiresAt, factorVerificationAge, type Session, statusAt } from './session.ts';

const at = (seconds: number) => new Date(1_760_000_000_000 + seconds * 1000);
const session = (change: Partial<Session> = {}) =>
  ({
    id: 'sess_1',
    status: 'active',
    createdAt: at(0),
    lastActiveAt: at(0),
    expireAt: at(100),
    inactivitySeconds: null,
    ...change,
  }) as Session;

describe('statusAt', () => {
  it.each([
    [session(), 99, 'active'],
    [session(), 100, 'expired'],
    [session({ status: 'revoked' }), 0, 'revoked'],
    [session({ status: 'ended' }), 200, 'ended'],
    [session({ inactivitySeconds: 10 }), 9, 'active'],
    [session({ inactivitySeconds: 10 }), 10, 'expired'],
    [session({ inactivitySeconds: 10, lastActiveAt: at(95) }), 99, 'active'],
    [session({ inactivitySeconds: 10, lastActiveAt: at(95) }), 100, 'expired'],
  ] as const)('%o after %i s: %s', (given, seconds, status) => {
    expect(statusAt(given, at(seconds))).toBe(status);
  });

  it('agrees with expiresAt', () => {
    expect(expiresAt(session({ inactivitySeconds: 10 }))).toEqual(at(10));
    expect(expiresAt(session({ inactivitySeconds: 1000 }))).toEqual(at(100));
  });
});

describe('factorVerificationAge', () => {
  it('counts whole minutes, -1 for never, and never below 0', () => {
    const given = { firstFactorVerifiedAt: at(0), secondFactorVerifiedAt: null };
    expect(factorVerificationAge(given, at(59))).toEqual([0, -1]);
    expect(factorVerificationAge(given, at(60))).toEqual([1, -1]);
    expect(factorVerificationAge(given, at(-90))).toEqual([0, -1]);
  });
});

describe('currentSession', () => {
  const older = session({ id: 'sess_older' });
  const newer = session({ id: 'sess_newer', createdAt: at(1) });
  const ended = session({ id: 'sess_ended', status: 'ended', createdAt: at(2) });
  it.each([
    ['sess_older', 'sess_older'],
    ['sess_ended', 'sess_newer'],
    [null, 'sess_newer'],
  ])('last used %s: %s', (lastActiveSessionId, expected) => {
    expect(currentSession([older, newer, ended], lastActiveSessionId, at(3))?.id).toBe(expected);
  });

  it('is none when all are over', () => {
    expect(currentSession([older, ended], 'sess_older', at(100))).toBeNull();
  });
});
