import { afterAll, describe, expect, it } from 'vitest';
import { createTestServer } from '../../testing/create-test-server.ts';
import { listEvents, serverActor } from '../events/index.ts';
import {
  createSecretKey,
  findInstance,
  getInstance,
  listSecretKeys,
  prepareFirstInstances,
  raiseInstanceVersion,
  revokeSecretKey,
  verifySecretKey,
} from './index.ts';

const server = await createTestServer();
afterAll(() => server.close());
const { dependencies, instance, clock, backend, frontend, inject } = server;
const withKey = (secretKey: string) =>
  inject({ url: '/v1/instance', headers: { authorization: `Bearer ${secretKey}` } });

describe('an instance', () => {
  it('has a key of its own per slug and port, and an issuer without path', () => {
    expect(instance.keyHost).toBe(`${instance.slug}.localhost:1853`);
    expect(instance.issuer).toBe(`https://${instance.slug}.localhost:1853`);
    expect(instance.frontendApiUrl).toBe(`http://localhost:1853/i/${instance.slug}`);
    expect(instance.clientCookieName).toBe(`__client_${instance.cookieSuffix}`);
    expect(atob(instance.publishableKey.slice('pk_test_'.length))).toBe(`${instance.keyHost}$`);
  });

  it('moves with the server’s port, consistently', async () => {
    const config = { ...dependencies.config, publicUrl: 'http://localhost:9000' };
    const moved = await findInstance({ ...dependencies, config }, instance.id);
    expect(moved?.keyHost).toBe(`${instance.slug}.localhost:9000`);
    expect(moved?.publishableKey).not.toBe(instance.publishableKey);
    expect(moved?.cookieSuffix).not.toBe(instance.cookieSuffix);
  });
});

describe('prepareFirstInstances', () => {
  it('makes the application and the operators’ instance once, also from several nodes at once', async () => {
    const first = await Promise.all([
      prepareFirstInstances(dependencies),
      prepareFirstInstances(dependencies),
    ]);
    const again = await prepareFirstInstances(dependencies);
    for (const made of [...first, again]) {
      expect(made.instance).toMatchObject({
        slug: 'app',
        kind: 'application',
        environmentType: 'development',
      });
      expect(made.instance.settings.applicationName).toBe('My application');
      expect(made.operators).toMatchObject({ slug: 'operators', kind: 'operators' });
      expect(made.operators.settings.signUpMode).toBe('closed');
      expect(made.instance.id).toBe(again.instance.id);
    }
    expect(again.secretKey).toBeNull();
  });

  it('takes the key that the operator fixes, and says what is wrong with another', async () => {
    const fixed = `sk_test_${'fixed0'.repeat(6)}`;
    expect((await prepareFirstInstances(dependencies, fixed)).secretKey).toBe(fixed);
    expect((await prepareFirstInstances(dependencies, fixed)).secretKey).toBe(fixed);
    const { instance: first } = await prepareFirstInstances(dependencies);
    expect((await verifySecretKey(dependencies, fixed))?.instance.id).toBe(first.id);
    await expect(prepareFirstInstances(dependencies, 'sk_live_abc')).rejects.toThrow(/sk_test_/);
  });
});

describe('secret keys', () => {
  it('are shown once and stored hashed', async () => {
    const key = await createSecretKey(dependencies, { instance, name: 'CI', actor: serverActor });
    expect(key.secret).toMatch(/^sk_test_[0-9A-Za-z]{48}$/);
    const listed = await listSecretKeys(dependencies.database.queries, instance.id);
    expect(JSON.stringify(listed)).not.toContain(key.secret);
    expect(listed[0]).toMatchObject({ name: 'CI', prefix: key.secret.slice(0, 12), revokedAt: null });
    const events = await listEvents(dependencies.database.queries, instance.id, 1);
    expect(events[0]).toMatchObject({ type: 'secret_key.created', actor: serverActor });
    expect(JSON.stringify(events)).not.toContain(key.secret);
  });

  it('stop at once when revoked', async () => {
    const key = await createSecretKey(dependencies, { instance, name: 'Old', actor: serverActor });
    expect((await withKey(key.secret)).statusCode).toBe(200);
    await revokeSecretKey(dependencies, { instanceId: instance.id, secretKeyId: key.id, actor: serverActor });
    expect((await withKey(key.secret)).statusCode).toBe(401);
    const again = revokeSecretKey(dependencies, {
      instanceId: instance.id,
      secretKeyId: key.id,
      actor: serverActor,
    });
    await expect(again).rejects.toMatchObject({ code: 'resource_not_found' });
  });

  it('cannot be revoked through another instance', async () => {
    const other = await createTestServer();
    const key = await createSecretKey(dependencies, { instance, name: 'Mine', actor: serverActor });
    const foreign = { instanceId: other.instance.id, secretKeyId: key.id, actor: serverActor };
    await expect(revokeSecretKey(dependencies, foreign)).rejects.toMatchObject({
      code: 'resource_not_found',
    });
    expect((await withKey(key.secret)).statusCode).toBe(200);
    await other.close();
  });

  it('note their last use once a minute', async () => {
    const key = await createSecretKey(dependencies, { instance, name: 'Used', actor: serverActor });
    const lastUsedAt = async () =>
      (await listSecretKeys(dependencies.database.queries, instance.id)).find(({ id }) => id === key.id)
        ?.lastUsedAt;
    await withKey(key.secret);
    await expect.poll(lastUsedAt).toEqual(clock.now());
    const first = clock.now();
    clock.advance(30);
    await withKey(key.secret);
    expect(await lastUsedAt()).toEqual(first);
    clock.advance(31);
    await withKey(key.secret);
    await expect.poll(lastUsedAt).toEqual(clock.now());
  });
});

describe('GET and PATCH /v1/instance', () => {
  it('changes origins and test mode, answers 204, raises both versions', async () => {
    const before = await getInstance(dependencies, instance.id);
    const response = await backend('PATCH', '/v1/instance', {
      allowed_origins: ['https://a.example'],
      test_mode: false,
    });
    expect([response.statusCode, response.body]).toEqual([204, '']);
    const after = await getInstance(dependencies, instance.id);
    expect(after.configVersion).toBe(before.configVersion + 1);
    expect(after.version).toBe(before.version + 1);
    expect((await backend('GET', '/v1/instance')).json()).toMatchObject({
      id: instance.id,
      environment_type: 'development',
      allowed_origins: ['https://a.example'],
      test_mode: false,
    });
    expect((await frontend('GET', '/v1/environment')).statusCode).toBe(400);
    await backend('PATCH', '/v1/instance', { allowed_origins: ['http://localhost:*'] });
    expect((await frontend('GET', '/v1/environment')).statusCode).toBe(200);
  });

  it('refuses origins that are none, and leaves the settings as they were', async () => {
    const before = await getInstance(dependencies, instance.id);
    for (const origin of ['*', 'https://*', 'https://a.example/path', 'javascript:alert(1)']) {
      const response = await backend('PATCH', '/v1/instance', { allowed_origins: [origin] });
      expect(response.statusCode, origin).toBe(422);
      expect(response.json()).toMatchObject({ errors: [{ meta: { param_name: 'allowed_origins' } }] });
    }
    expect((await getInstance(dependencies, instance.id)).configVersion).toBe(before.configVersion);
  });

  it('refuses patterns and test mode in production', async () => {
    const live = await createTestServer({ instance: { environmentType: 'production' } });
    expect(live.secretKey).toMatch(/^sk_live_/);
    for (const body of [{ allowed_origins: ['https://*.a.example'] }, { test_mode: true }])
      expect((await live.backend('PATCH', '/v1/instance', body)).statusCode).toBe(422);
    await live.close();
  });
});

describe('GET and PATCH /v1/environment', () => {
  it('is bare, complete and the same for both', async () => {
    const response = await frontend('GET', '/v1/environment');
    const environment = response.json() as Record<string, Record<string, unknown>>;
    expect(Object.keys(environment.user_settings!.attributes as object).sort()).toEqual([
      'authenticator_app',
      'backup_code',
      'email_address',
      'first_name',
      'last_name',
      'passkey',
      'password',
      'phone_number',
      'ticket',
      'username',
      'web3_wallet',
    ]);
    expect(environment.user_settings).toMatchObject({
      actions: { delete_self: true },
      password_settings: { min_length: 8, max_length: 72 },
      attack_protection: {
        user_lockout: { enabled: true, max_attempts: 100, duration_in_minutes: 60 },
        // Sign-up still tells, and there is no sign_up_if_missing: the published screens must not count on it.
        enumeration_protection: { enabled: false },
      },
    });
    expect(environment.commerce_settings).toMatchObject({
      billing: {
        user: { enabled: false, has_paid_plans: false },
        organization: { enabled: false, has_paid_plans: false },
      },
    });
    expect(environment.display_config).toMatchObject({
      after_switch_session_url: '',
      instance_environment_type: 'development',
      application_name: 'Test application',
      sign_in_url: `${instance.frontendApiUrl}/account/sign-in`,
    });
    const touched = await frontend('POST', '/v1/environment?_method=PATCH', { form: {} });
    expect(touched.json()).toEqual(environment);
  });

  it('hides sign-up where it is closed', async () => {
    const closed = await createTestServer({ instance: { settings: { signUpMode: 'closed' } } });
    const response = await closed.frontend('GET', '/v1/environment');
    expect(response.json()).toMatchObject({ user_settings: { sign_up: { mode: 'restricted' } } });
    await closed.close();
  });

  it('tells the portal where it is', async () => {
    expect((await frontend('GET', '/v1/portal_config')).json()).toMatchObject({
      publishable_key: instance.publishableKey,
      frontend_api_url: instance.frontendApiUrl,
      sign_up_mode: 'public',
    });
  });
});

it('raiseInstanceVersion raises the version by one and refuses an unknown instance', async () => {
  const before = await getInstance(dependencies, instance.id);
  const { version } = await dependencies.database.transaction((queries) =>
    raiseInstanceVersion(queries, instance.id),
  );
  expect(version).toBe(before.version + 1);
  await expect(raiseInstanceVersion(dependencies.database.queries, 'ins_nobody')).rejects.toThrow();
});
