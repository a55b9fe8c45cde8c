import { describe, expect, it } from 'vitest';
import { avatarSvg, avatarUrl } from './avatar.ts';
import type { User } from './user.ts';

const user = (fields: Partial<User>): User =>
  ({
    id: 'user_1',
    firstName: null,
    lastName: null,
    username: null,
    primaryEmailAddressId: null,
    emailAddresses: [],
    ...fields,
  }) as unknown as User;

const nameOf = (fields: Partial<User>) =>
  decodeURIComponent(avatarUrl('http://localhost:1853/i/app', user(fields)).split('/').at(-1) ?? '').replace(
    '.svg',
    '',
  );

describe('avatarUrl', () => {
  it('is the same for the same user and carries the initials', () => {
    const fields = { firstName: 'Ada', lastName: 'Lovelace' };
    expect(nameOf(fields)).toMatch(/^\d{1,2}-AL$/);
    expect(nameOf(fields)).toBe(nameOf(fields));
  });

  it.each([
    [{ firstName: '<script>', lastName: '"&' }, 'S'],
    [{ firstName: '🙂', lastName: null }, ''],
    [{ firstName: 'ßeta', lastName: 'ﬁx' }, 'SSFI'],
    [{ firstName: '李', lastName: '小' }, '李小'],
    [{ firstName: '𝒜da', lastName: '' }, '𝒜'],
  ])('names letters of %j alone, and the server draws them', (fields, letters) => {
    const name = nameOf(fields);
    expect(name.slice(name.indexOf('-') + 1)).toBe(letters);
    expect(avatarSvg(name)).toContain('<svg');
  });
});

describe('avatarSvg', () => {
  it.each(['', '-', '0', '99-AL', '0-<b', '0-ABCDE', 'x-AL', '0-A"', '-1-A', '0-A/B', '1e1-A'])(
    'refuses %j',
    (name) => {
      expect(avatarSvg(name)).toBeNull();
    },
  );
});
