import { describe, expect, it } from 'vitest';
import { templateUserData } from './template-user-data.ts';
import { BLANK_USER, type User } from './user.ts';

const createdAt = new Date(1_700_000_000_999);
const user: User = {
  ...BLANK_USER,
  instanceId: 'ins_1',
  id: 'user_1',
  externalId: null,
  username: null,
  firstName: 'Ada',
  lastName: null,
  primaryEmailAddressId: 'idn_2',
  emailAddresses: [
    { id: 'idn_1', emailAddress: 'old@example.com', verified: false },
    { id: 'idn_2', emailAddress: 'ada@example.com', verified: true },
  ].map((address) => ({
    ...address,
    instanceId: 'ins_1',
    userId: 'user_1',
    reserved: false,
    verificationStrategy: null,
    verifiedAt: null,
    verificationId: null,
    createdAt,
    updatedAt: createdAt,
  })),
  passwordHash: 'argon2-canary',
  passwordUpdatedAt: null,
  publicMetadata: { role: 'admin' },
  privateMetadata: { canary: 'private-canary' },
  unsafeMetadata: { theme: 'dark' },
  banned: false,
  deleteSelfEnabled: true,
  createOrganizationEnabled: true,
  createOrganizationsLimit: null,
  locale: null,
  timezone: null,
  legalAcceptedAt: null,
  imageId: null,
  lastSignInAt: null,
  lastActiveAt: null,
  createdAt,
  updatedAt: new Date(1_700_000_001_000),
};
const instance = { frontendApiUrl: 'http://localhost:1853/i/app' };

describe('templateUserData', () => {
  it('speaks the language of the catalogue: seconds, texts, null for what is unknown', () => {
    expect(templateUserData(user, instance)).toMatchObject({
      id: 'user_1',
      first_name: 'Ada',
      last_name: null,
      full_name: 'Ada',
      primary_email_address: 'ada@example.com',
      email_verified: true,
      created_at: 1_700_000_000,
      updated_at: 1_700_000_001,
      last_sign_in_at: null,
      public_metadata: { role: 'admin' },
      unsafe_metadata: { theme: 'dark' },
    });
    expect(templateUserData({ ...user, firstName: null }, instance).full_name).toBeNull();
    expect(templateUserData({ ...user, lastName: 'Lovelace' }, instance).full_name).toBe('Ada Lovelace');
  });

  it('holds neither private metadata nor the password hash', () => {
    expect(JSON.stringify(templateUserData(user, instance))).not.toContain('canary');
  });
});
