import { createClerkClient, type User } from '@clerk/backend';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

// Every method of the published client's `users`, `emailAddresses` and `phoneNumbers` against a running server. A
// method that the client has and no test here calls fails the last test.

/** Methods that this server does not answer, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'users.getOrganizationMembershipList':
    'organizations come with an issue of their own; an import already keeps them',
  'users.getOrganizationInvitationList':
    'organizations come with an issue of their own; an import already keeps them',
};

const PASSWORD = 'a long enough secret';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const NOT_FOUND = [404, 'resource_not_found'];
/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

type Clerk = ReturnType<typeof createClerkClient>;
type Resource = 'users' | 'emailAddresses' | 'phoneNumbers';
const called = new Set<string>();
let server: RunningServer;
let plain: Clerk;
let users: Clerk['users'];
let emailAddresses: Clerk['emailAddresses'];
let phoneNumbers: Clerk['phoneNumbers'];

/** The client's own object, which notes what is called of it. */
function watched<Name extends Resource>(name: Name): Clerk[Name] {
  return new Proxy(plain[name], {
    get(target, method, receiver) {
      if (typeof method === 'string' && method !== 'request') called.add(`${name}.${method}`);
      return Reflect.get(target, method, receiver) as unknown;
    },
  });
}
const methodsOf = (name: Resource): string[] =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(plain[name]))
    .filter((method) => method !== 'constructor')
    .map((method) => `${name}.${method}`);

/** On the Platform API, below the first application's development instance. */
async function operate(path: string, method: string, body: object): Promise<void> {
  const call = async (at: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${server.platformKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/v1/platform${at}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as unknown;
  };
  const [app] = (await call('/applications')) as {
    application_id: string;
    instances: { instance_id: string }[];
  }[];
  const instance = `/applications/${app?.application_id}/instances/${app?.instances[0]?.instance_id}`;
  await call(`${instance}${path}`, { method, body: JSON.stringify(body) });
}

beforeAll(async () => {
  server = await startServer();
  const { url: apiUrl, secretKey, publishableKey } = server;
  plain = createClerkClient({ apiUrl, secretKey, publishableKey, telemetry: { disabled: true } });
  users = watched('users');
  emailAddresses = watched('emailAddresses');
  phoneNumbers = watched('phoneNumbers');
  await operate('/config', 'PATCH', { auth: { authenticator_app: true, backup_code: true } });
}, 90_000);
afterAll(() => server?.stop());

/** What the client throws: status and the first code. */
const refusalOf = (call: Promise<unknown>): Promise<[number, string]> =>
  call.then(
    () => {
      throw new Error('was not refused');
    },
    (error: { status: number; errors: { code: string }[] }) => [error.status, error.errors[0]?.code ?? ''],
  );

let count = 0;
const nextAddress = () => {
  count += 1;
  return `ida${count}@example.com`;
};
const nextNumber = () => {
  count += 1;
  return `+1${200 + count}5550100`;
};
const make = (fields: Partial<Parameters<Clerk['users']['createUser']>[0]> = {}): Promise<User> =>
  users.createUser({ emailAddress: [nextAddress()], password: PASSWORD, ...fields });

/** Status and code of a sign-in in a new browser. */
async function signIn({ primaryEmailAddress }: User, password = PASSWORD) {
  const answer = await fetch(`${server.url}/i/app/v1/client/sign_ins`, {
    method: 'POST',
    headers: { origin: 'http://localhost:3000' },
    body: new URLSearchParams({
      strategy: 'password',
      identifier: primaryEmailAddress?.emailAddress ?? '',
      password,
    }),
  });
  const { response, errors } = (await answer.json()) as {
    response?: { status: string };
    errors?: { code: string }[];
  };
  return errors?.[0]?.code ?? response?.status;
}
const activeSessions = async ({ id }: User) =>
  (await plain.sessions.getSessionList({ userId: id, status: 'active' })).totalCount;

describe('users: made, read, changed, deleted', () => {
  it('createUser, getUser, getUserList, getCount', async () => {
    const phone = nextNumber();
    const user = await make({
      phoneNumber: [phone],
      phoneNumberIdentificationStatus: ['verified'],
      firstName: 'Ida',
      externalId: 'ext-ida',
      publicMetadata: { plan: 'pro' },
      createdAt: new Date('2020-02-03T04:05:06.007Z'),
    });
    expect(user).toMatchObject({ firstName: 'Ida', passwordEnabled: true, publicMetadata: { plan: 'pro' } });
    expect(user.primaryPhoneNumber?.phoneNumber).toBe(phone);
    expect(user.createdAt).toBe(Date.parse('2020-02-03T04:05:06.007Z'));
    expect(await users.getUser(user.id)).toEqual(user);
    for (const filter of [{ phoneNumber: [phone] }, { externalId: ['ext-ida'] }, { userId: [user.id] }]) {
      const { data, totalCount } = await users.getUserList(filter);
      expect([data.map(({ id }) => id), totalCount]).toEqual([[user.id], 1]);
      expect(await users.getCount(filter)).toBe(1);
    }
    expect(await users.getCount({ web3Wallet: ['0xabc'] })).toBe(0);
    expect(await refusalOf(users.getUser('user_unknown'))).toEqual(NOT_FOUND);
    expect(await refusalOf(make({ phoneNumber: [phone] }))).toEqual([422, 'form_identifier_exists']);
  });

  it('updateUser, updateUserMetadata, replaceUserMetadata, deleteUser', async () => {
    const { id } = await make({ publicMetadata: { a: 1, b: 2 } });
    const updated = await users.updateUser(id, {
      lastName: 'Wells',
      deleteSelfEnabled: false,
      unsafeMetadata: { theme: 'dark' },
    });
    expect(updated).toMatchObject({
      lastName: 'Wells',
      deleteSelfEnabled: false,
      unsafeMetadata: { theme: 'dark' },
    });
    const merged = await users.updateUserMetadata(id, { publicMetadata: { a: null, c: 3 } });
    expect(merged.publicMetadata).toEqual({ b: 2, c: 3 });
    const replaced = await users.replaceUserMetadata(id, { publicMetadata: { d: 4 } });
    expect(replaced.publicMetadata).toEqual({ d: 4 });
    expect(await users.deleteUser(id)).toMatchObject({ id, deleted: true });
    expect(await refusalOf(users.deleteUser(id))).toEqual(NOT_FOUND);
  });

  it('updateUserProfileImage, deleteUserProfileImage', async () => {
    const { id } = await make();
    const file = new Blob([PNG], { type: 'image/png' });
    expect((await users.updateUserProfileImage(id, { file })).hasImage).toBe(true);
    expect((await users.deleteUserProfileImage(id)).hasImage).toBe(false);
    expect((await users.getUser(id)).hasImage).toBe(false);
  });
});

describe('users: what keeps somebody from signing in', () => {
  it('banUser, unbanUser', async () => {
    const user = await make();
    expect(await signIn(user)).toBe('complete');
    expect((await users.banUser(user.id)).banned).toBe(true);
    expect([await activeSessions(user), await signIn(user)]).toEqual([0, 'user_banned']);
    expect((await users.unbanUser(user.id)).banned).toBe(false);
    expect(await signIn(user)).toBe('complete');
  });

  it('lockUser, unlockUser', async () => {
    const user = await make();
    const locked = await users.lockUser(user.id);
    expect(locked.locked).toBe(true);
    expect(await signIn(user)).toBe('user_locked');
    expect((await users.unlockUser(user.id)).locked).toBe(false);
    expect(await signIn(user)).toBe('complete');
    expect(await refusalOf(users.lockUser('user_unknown'))).toEqual(NOT_FOUND);
  });

  it('setPasswordCompromised, unsetPasswordCompromised', async () => {
    const user = await make();
    expect(await signIn(user)).toBe('complete');
    await users.setPasswordCompromised(user.id, { revokeAllSessions: true });
    expect([await activeSessions(user), await signIn(user)]).toEqual([0, 'form_password_compromised']);
    await users.unsetPasswordCompromised(user.id);
    expect(await signIn(user)).toBe('complete');
  });

  it('verifyPassword, removePassword', async () => {
    const user = await make();
    const { id: userId } = user;
    expect(await users.verifyPassword({ userId, password: PASSWORD })).toEqual({ verified: true });
    expect(await refusalOf(users.verifyPassword({ userId, password: 'wrong' }))).toEqual([
      422,
      'incorrect_password',
    ]);
    await signIn(user);
    const removed = await users.removePassword(userId, { signOutOfOtherSessions: true });
    expect(removed.passwordEnabled).toBe(false);
    expect(await activeSessions(user)).toBe(0);
    expect(await refusalOf(users.verifyPassword({ userId, password: PASSWORD }))).toEqual([
      400,
      'no_password_set',
    ]);
    expect(await users.removePassword(userId)).toEqual(removed);
  });
});

describe('users: second factors', () => {
  const withFactors = () => make({ totpSecret: SECRET, backupCodes: ['abcd1234', 'efgh5678'] });

  it('verifyTOTP: a code of the app, a backup code, each once', async () => {
    const user = await withFactors();
    expect(user).toMatchObject({ totpEnabled: true, backupCodeEnabled: true, twoFactorEnabled: true });
    expect(await signIn(user)).toBe('needs_second_factor');
    const { id: userId } = user;
    const code = new TOTP({ secret: Secret.fromBase32(SECRET) }).generate();
    expect(await users.verifyTOTP({ userId, code })).toEqual({ verified: true, code_type: 'totp' });
    expect(await refusalOf(users.verifyTOTP({ userId, code }))).toEqual([422, 'totp_incorrect_code']);
    expect(await users.verifyTOTP({ userId, code: 'abcd1234' })).toMatchObject({ code_type: 'backup_code' });
  });

  it('deleteUserBackupCodes, deleteUserTOTP, disableUserMFA', async () => {
    const user = await withFactors();
    expect(await users.deleteUserBackupCodes(user.id)).toEqual({ user_id: user.id });
    expect((await users.getUser(user.id)).backupCodeEnabled).toBe(false);
    expect(await users.deleteUserTOTP(user.id)).toEqual({ user_id: user.id });
    expect(await signIn(user)).toBe('complete');
    const other = await withFactors();
    expect(await users.disableUserMFA(other.id)).toEqual({ user_id: other.id });
    expect(await users.getUser(other.id)).toMatchObject({ totpEnabled: false, twoFactorEnabled: false });
    expect(await signIn(other)).toBe('complete');
    const verify = users.verifyTOTP({ userId: other.id, code: '123456' });
    expect(await refusalOf(verify)).toEqual([400, 'totp_disabled']);
  });
});

describe('users: identifiers and accounts', () => {
  it('replaceUserEmailAddress, replaceUserPhoneNumber', async () => {
    const { id } = await make({ phoneNumber: [nextNumber(), nextNumber()] });
    const emailAddress = nextAddress();
    const phoneNumber = nextNumber();
    const address = await users.replaceUserEmailAddress(id, { emailAddress });
    const number = await users.replaceUserPhoneNumber(id, { phoneNumber });
    expect([address.emailAddress, number.phoneNumber]).toEqual([emailAddress, phoneNumber]);
    const user = await users.getUser(id);
    expect(user.emailAddresses.map((each) => each.id)).toEqual([address.id]);
    expect(user.phoneNumbers.map((each) => each.id)).toEqual([number.id]);
    expect([user.primaryEmailAddressId, user.primaryPhoneNumberId]).toEqual([address.id, number.id]);
  });

  it('getUserOauthAccessToken, deleteUserExternalAccount', async () => {
    const { id } = await make();
    const account = {
      provider: 'oauth_google',
      provider_user_id: 'g-1',
      email_address: 'linked@example.com',
      approved_scopes: 'email',
      verification: { status: 'verified', strategy: 'oauth_google' },
    };
    await operate('/import', 'POST', { records: [{ object: 'user', id, external_accounts: [account] }] });
    const [linked] = (await users.getUser(id)).externalAccounts;
    expect(linked).toMatchObject({ provider: 'oauth_google', emailAddress: 'linked@example.com' });
    // An account comes in without its provider's tokens.
    const tokens = users.getUserOauthAccessToken(id, 'google');
    expect(await refusalOf(tokens)).toEqual([404, 'oauth_token_not_found']);
    const gone = await users.deleteUserExternalAccount({ userId: id, externalAccountId: linked?.id ?? '' });
    expect(gone).toMatchObject({ deleted: true });
    expect((await users.getUser(id)).externalAccounts).toEqual([]);
  });

  it('deleteUserPasskey, deleteUserWeb3Wallet: nobody has any', async () => {
    const { id: userId } = await make();
    const passkey = users.deleteUserPasskey({ userId, passkeyIdentificationId: 'idn_1' });
    const wallet = users.deleteUserWeb3Wallet({ userId, web3WalletIdentificationId: 'idn_1' });
    expect([await refusalOf(passkey), await refusalOf(wallet)]).toEqual([NOT_FOUND, NOT_FOUND]);
  });
});

describe('emailAddresses', () => {
  it('createEmailAddress, getEmailAddress, updateEmailAddress, deleteEmailAddress', async () => {
    const { id: userId } = await make();
    const made = await emailAddresses.createEmailAddress({ userId, emailAddress: nextAddress() });
    expect(made.verification).toBeNull();
    expect(await emailAddresses.getEmailAddress(made.id)).toEqual(made);
    const proved = await emailAddresses.updateEmailAddress(made.id, { verified: true, primary: true });
    expect(proved.verification?.status).toBe('verified');
    expect((await users.getUser(userId)).primaryEmailAddressId).toBe(made.id);
    const gone = await emailAddresses.deleteEmailAddress(made.id);
    expect(gone).toMatchObject({ object: 'email_address', id: made.id, deleted: true });
    expect(await refusalOf(emailAddresses.getEmailAddress(made.id))).toEqual(NOT_FOUND);
  });
});

describe('phoneNumbers', () => {
  it('createPhoneNumber, getPhoneNumber, updatePhoneNumber, deletePhoneNumber', async () => {
    const { id: userId } = await make();
    const made = await phoneNumbers.createPhoneNumber({ userId, phoneNumber: nextNumber(), verified: true });
    expect(made).toMatchObject({ reservedForSecondFactor: false, defaultSecondFactor: false });
    expect(await phoneNumbers.getPhoneNumber(made.id)).toEqual(made);
    const kept = await phoneNumbers.updatePhoneNumber(made.id, { reservedForSecondFactor: true });
    expect(kept).toMatchObject({ reservedForSecondFactor: true, defaultSecondFactor: true });
    expect((await users.getUser(userId)).twoFactorEnabled).toBe(true);
    const gone = await phoneNumbers.deletePhoneNumber(made.id);
    expect(gone).toMatchObject({ object: 'phone_number', id: made.id, deleted: true });
    expect(await refusalOf(phoneNumbers.getPhoneNumber(made.id))).toEqual(NOT_FOUND);
    const unverified = { userId, phoneNumber: nextNumber(), reservedForSecondFactor: true };
    expect(await refusalOf(phoneNumbers.createPhoneNumber(unverified))).toEqual([
      400,
      'identification_create_second_factor_unverified',
    ]);
  });
});

it('every method of the client was called, but for those that are left out', async () => {
  const all = (['users', 'emailAddresses', 'phoneNumbers'] as const).flatMap(methodsOf);
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter((method) => !called.has(method) && !(method in LEFT_OUT))).toEqual([]);
  // What is left out is not there, and says so; once it is, it wants a test.
  for (const method of Object.keys(LEFT_OUT)) {
    expect(all).toContain(method);
    const [, name = ''] = method.split('.');
    const call = (plain.users as unknown as Record<string, (params: object) => Promise<unknown>>)[name];
    expect(await refusalOf(call?.call(plain.users, { userId: 'user_1' }) ?? Promise.resolve())).toEqual([
      404,
      'route_not_found',
    ]);
  }
});
