import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const errorOf = (answer: { json(): { errors: { code: string; meta: { param_name: string } }[] } }) => {
  const [error] = answer.json().errors;
  return [error?.code, error?.meta.param_name];
};
const environment = async () => (await server.frontend('GET', '/v1/environment')).json();

describe('GET, PATCH /v1/instance', () => {
  it('200: what the published description names', async () => {
    expect((await server.backend('GET', '/v1/instance')).json()).toMatchObject({
      object: 'instance',
      id: server.instance.id,
      environment_type: 'development',
      allowed_origins: expect.any(Array),
      workspace_id: null,
    });
  });

  it('204: what is set shows in the environment; a null leaves it, an empty text clears it', async () => {
    const change = (body: object) => server.backend('PATCH', '/v1/instance', body);
    const set = {
      support_email: 'help@example.com',
      preferred_sign_in_strategy_when_password_required: 'otp',
      test_mode: false,
      hibp: false,
      cookieless_dev: false,
      url_based_session_syncing: null,
      clerk_js_version: '6',
      development_origin: '',
    };
    expect((await change(set)).statusCode).toBe(204);
    const shown = await environment();
    expect(shown.display_config).toMatchObject({
      support_email: 'help@example.com',
      preferred_sign_in_strategy: 'otp',
    });
    expect(shown.auth_config.test_mode).toBe(false);
    await change({ support_email: null, test_mode: null });
    expect((await environment()).display_config.support_email).toBe('help@example.com');
    await change({
      support_email: '',
      preferred_sign_in_strategy_when_password_required: '',
      test_mode: true,
    });
    expect((await environment()).display_config).toMatchObject({
      support_email: null,
      preferred_sign_in_strategy: 'password',
    });
  });

  it.each([
    [{ hibp: true }, 'form_conditional_param_disallowed', 'hibp'],
    [
      { enhanced_email_deliverability: true },
      'form_conditional_param_disallowed',
      'enhanced_email_deliverability',
    ],
    [{ cookieless_dev: true }, 'form_conditional_param_disallowed', 'cookieless_dev'],
    [{ url_based_session_syncing: true }, 'form_conditional_param_disallowed', 'url_based_session_syncing'],
    [{ clerk_js_version: '4' }, 'form_conditional_param_disallowed', 'clerk_js_version'],
    [
      { development_origin: 'http://localhost:3000' },
      'form_conditional_param_disallowed',
      'development_origin',
    ],
    [{ support_email: 'nobody' }, 'form_param_format_invalid', 'support_email'],
    [{ test_mode: 'yes' }, 'form_param_type_invalid', 'test_mode'],
    [
      { preferred_sign_in_strategy_when_password_required: 'x' },
      'form_param_value_invalid',
      'preferred_sign_in_strategy_when_password_required',
    ],
    [{ allowed_origins: ['nonsense'] }, 'form_param_format_invalid', 'allowed_origins'],
  ])('422: %j has no effect here, so it is refused', async (body, ...error) => {
    const answer = await server.backend('PATCH', '/v1/instance', body);
    expect([answer.statusCode, ...errorOf(answer)]).toEqual([422, ...error]);
  });
});

describe('GET, PATCH /v1/instance/organization_settings', () => {
  it('200: organizations are off; what is so already is accepted', async () => {
    const path = '/v1/instance/organization_settings';
    const settings = (await server.backend('GET', path)).json();
    expect(settings).toMatchObject({
      object: 'organization_settings',
      enabled: false,
      creator_role: 'org:admin',
    });
    const same = {
      enabled: false,
      slug_disabled: true,
      max_allowed_memberships: null,
      domains_enrollment_modes: [],
    };
    expect((await server.backend('PATCH', path, same)).json()).toEqual(settings);
  });

  it.each([
    [{ enabled: true }, 'enabled'],
    [{ max_allowed_memberships: 3 }, 'max_allowed_memberships'],
    [{ creator_role_id: 'role_1' }, 'creator_role_id'],
    [{ domains_enrollment_modes: ['automatic_invitation'] }, 'domains_enrollment_modes'],
  ])('403: %j would change nothing', async (body, name) => {
    const answer = await server.backend('PATCH', '/v1/instance/organization_settings', body);
    expect([answer.statusCode, ...errorOf(answer)]).toEqual([
      403,
      'organization_not_enabled_in_instance',
      name,
    ]);
  });

  it('422: a value of another type', async () => {
    const answer = await server.backend('PATCH', '/v1/instance/organization_settings', { enabled: 'x' });
    expect(answer.statusCode).toBe(422);
  });
});
