import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import type { ExternalAccount } from './external-account.ts';
import { findVerifiedExternalAccount, insertExternalAccount } from './external-account-store.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

async function makeUser(emailAddress: string): Promise<string> {
  return (await server.backend('POST', '/v1/users', { email_address: [emailAddress] })).json().id;
}

function accountOf(userId: string, fields: Partial<ExternalAccount> = {}): ExternalAccount {
  const { clock, random } = server.dependencies;
  return {
    instanceId: server.instance.id,
    id: random.id('eac'),
    userId,
    identificationId: random.id('idn'),
    provider: 'oauth_google',
    providerUserId: random.id('sub'),
    emailAddress: null,
    emailAddressVerified: false,
    firstName: 'Ada',
    lastName: null,
    username: null,
    imageUrl: null,
    phoneNumber: null,
    label: null,
    publicMetadata: { plan: 'pro' },
    approvedScopes: 'openid email',
    verified: true,
    oauthAttemptId: null,
    error: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
    ...fields,
  };
}

describe('external accounts', () => {
  it('are on the user in the published shape, and name the address that they share', async () => {
    const userId = await makeUser('ada@example.com');
    const account = accountOf(userId, { emailAddress: 'ada@example.com', emailAddressVerified: true });
    await insertExternalAccount(server.dependencies.database.queries, account);
    const user = (await server.backend('GET', `/v1/users/${userId}`)).json();
    expect(user.external_accounts).toEqual([
      {
        object: 'external_account',
        id: account.id,
        provider: 'oauth_google',
        identification_id: account.identificationId,
        provider_user_id: account.providerUserId,
        approved_scopes: 'openid email',
        email_address: 'ada@example.com',
        email_address_verified: true,
        first_name: 'Ada',
        last_name: '',
        avatar_url: '',
        image_url: null,
        username: null,
        phone_number: null,
        public_metadata: { plan: 'pro' },
        label: null,
        created_at: account.createdAt.getTime(),
        updated_at: account.updatedAt.getTime(),
        verification: {
          object: 'verification_oauth',
          status: 'verified',
          strategy: 'oauth_google',
          attempts: null,
          expire_at: null,
        },
      },
    ]);
    expect(user.email_addresses[0].linked_to).toEqual([{ id: account.id, type: 'oauth_google' }]);
  });

  it('belong to one user: a confirmed account cannot be stored a second time, an unconfirmed one proves nothing', async () => {
    const { queries } = server.dependencies.database;
    const [first, second] = [await makeUser('one@example.com'), await makeUser('two@example.com')];
    const providerUserId = 'sub-of-one-person';
    await insertExternalAccount(queries, accountOf(first, { providerUserId, verified: false }));
    const key = { instanceId: server.instance.id, provider: 'oauth_google', providerUserId };
    expect(await findVerifiedExternalAccount(queries, key)).toBeNull();
    await insertExternalAccount(queries, accountOf(second, { providerUserId }));
    await expect(insertExternalAccount(queries, accountOf(first, { providerUserId }))).rejects.toMatchObject({
      constraint: 'external_accounts_provider_user',
    });
    expect(await findVerifiedExternalAccount(queries, key)).toMatchObject({ userId: second });
  });
});
