import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { openTestBrowser } from '../../testing/test-browser.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const patch = (auth: object) => platform.onInstance('PATCH', '/config', { auth });
const environment = async () => (await openTestBrowser(server).get('/v1/environment')).body;

describe('PATCH /config, key auth', () => {
  it('shows in the environment, which the published screens follow', async () => {
    const plain = await environment();
    expect(plain.auth_config).toMatchObject({ username: 'off', single_session_mode: true });
    expect(plain.user_settings.attributes.email_address.verifications).toEqual(['email_code']);
    const { status, body } = await patch({
      username: 'required',
      email_strategies: ['email_link', 'email_code'],
      email_link_same_client: false,
      last_name: 'off',
      single_session_mode: false,
      sign_up_if_missing: true,
      authenticator_app: true,
      backup_code: true,
    });
    expect(status).toBe(200);
    expect(body.after.auth).toMatchObject({ username: 'required', password: 'required', last_name: 'off' });
    const { auth_config, user_settings, display_config } = await environment();
    expect(auth_config).toMatchObject({
      username: 'required',
      last_name: 'off',
      identification_strategies: ['email_address', 'username'],
      identification_requirements: [['email_address'], ['username']],
      first_factors: ['password', 'email_link', 'email_code', 'reset_password_email_code', 'ticket'],
      second_factors: ['totp', 'backup_code'],
      email_address_verification_strategies: ['email_link', 'email_code'],
      single_session_mode: false,
    });
    expect(display_config.preferred_sign_in_strategy).toBe('password');
    expect(user_settings.attributes).toMatchObject({
      email_address: { enabled: true, required: true, verifications: ['email_link', 'email_code'] },
      username: { enabled: true, required: true, used_for_first_factor: true },
      last_name: { enabled: false },
      authenticator_app: { enabled: true, used_for_second_factor: true, second_factors: ['totp'] },
      backup_code: { enabled: true, second_factors: ['backup_code'] },
    });
    expect(user_settings.attack_protection).toMatchObject({
      email_link: { require_same_client: false },
      enumeration_protection: { enabled: true },
    });
    expect(user_settings.sign_in.second_factor).toEqual({ required: false, enabled: true });
  });

  it('without a password, codes come first; without an email address, nothing is mailed', async () => {
    const fresh = await createTestServer();
    const { onInstance } = await createPlatformCaller(fresh);
    const shown = async () => (await openTestBrowser(fresh).get('/v1/environment')).body;
    await onInstance('PATCH', '/config', { auth: { password: 'off' } });
    const codes = await shown();
    expect(codes.display_config.preferred_sign_in_strategy).toBe('otp');
    expect(codes.auth_config.first_factors).toEqual(['email_code', 'ticket']);
    const auth = { email_address: 'off', username: 'required', password: 'required' };
    expect((await onInstance('PATCH', '/config', { auth })).status).toBe(200);
    const names = await shown();
    expect(names.auth_config).toMatchObject({
      identification_strategies: ['username'],
      first_factors: ['password', 'ticket'],
      email_address_verification_strategies: [],
    });
    expect(names.user_settings.attributes.email_address).toMatchObject({ enabled: false, first_factors: [] });
    await fresh.close();
  });

  it.each([
    [{ username: 'sometimes' }, 'auth.username'],
    [{ email_strategies: ['email_code', 'pigeon'] }, 'auth.email_strategies.1'],
    [{ email_strategies: ['email_code', 'email_code'] }, 'auth.email_strategies'],
    [{ email_strategies: [] }, 'auth.email_strategies'],
    [{ email_address: 'off', username: 'on' }, 'auth.email_address'],
    [{ email_address: 'on', username: 'required', password: 'on' }, 'auth.password'],
    [{ email_address: 'off', username: 'required', sign_up_if_missing: true }, 'auth.sign_up_if_missing'],
    [{ backup_code: true, authenticator_app: false }, 'auth.backup_code'],
    [{ single_session_mode: 'no' }, 'auth.single_session_mode'],
    [{ pigeon: true }, 'auth.pigeon'],
  ])('422 for %j points to %s and changes nothing', async (auth, pointer) => {
    const before = (await platform.onInstance('GET', '/config')).body;
    const { status, body } = await patch(auth);
    expect([status, body.errors[0].meta.param_name]).toEqual([422, pointer]);
    expect((await platform.onInstance('GET', '/config')).body).toEqual(before);
  });
});
