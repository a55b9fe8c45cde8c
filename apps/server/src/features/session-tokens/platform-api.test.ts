import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../testing/platform-caller.ts';
import { claimsTextOf, signInTestUser } from '../../testing/signed-in-browser.ts';
import { createUser } from '../users/index.ts';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

const codesOf = (answer: { body: { errors: { code: string }[] } }) =>
  answer.body.errors.map(({ code }) => code);
const preview = (body: object) => platform.onInstance('POST', '/session_token/preview', body);
const timed = /"(iat|exp|nbf|jti|fva)":("[^"]*"|\[[^\]]*\]|\d+)/g;

/** The claims without what differs between any two tokens; all else byte for byte. */
const lasting = (claimsJson: string) => claimsJson.replace(timed, '"$1":…');

const everything = JSON.stringify({
  fullName: '{{user.full_name}}',
  primaryEmail: '{{user.primary_email_address}}',
  greeting: "Hi {{user.first_name || 'you'}}!",
  meta: '{{user.public_metadata}}',
  deep: { plan: "{{user.public_metadata.plan || 'free'}}", list: ['{{user.created_at}}', 1, null] },
  seen: '{{user.unsafe_metadata.seen}}',
  image: '{{user.image_url}}',
});

describe('POST /session_token/preview', () => {
  it('shows, byte for byte, what the user’s next token over HTTP says', async () => {
    const browser = await signInTestUser(server, {
      firstName: 'Zoë "Z" 💥',
      lastName: '</script>',
      publicMetadata: { plan: 'pro', b: [1, { c: 'é' }], a: null },
      privateMetadata: { canary: 'CANARY-17' },
      unsafeMetadata: { seen: true },
    });
    const saved = await platform.onInstance('PATCH', '/config', { session: { claims_source: everything } });
    expect(saved.status).toBe(200);
    const { status, body } = await preview({ user_id: browser.user.id });
    expect(status).toBe(200);
    const path = `/v1/client/sessions/${browser.session.id}/tokens`;
    const { jwt } = (await server.frontend('POST', path, { cookies: browser.cookies })).json();
    expect(lasting(body.claims_json)).toBe(lasting(claimsTextOf(jwt)));
    expect(JSON.parse(body.claims_json)).toMatchObject({
      fullName: 'Zoë "Z" 💥 </script>',
      azp: 'http://localhost:3000',
    });
    expect(body.token_bytes).toBe(jwt.length);
    expect(body.cookie_bytes).toBe(body.cookie_name.length + jwt.length);
    expect(body.header).toEqual(JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url').toString()));
    expect(body.session_id).toBe(browser.session.id);
    expect(JSON.stringify(body)).not.toContain('CANARY-17');
    const draft = await preview({
      user_id: browser.user.id,
      source: everything,
      session_id: browser.session.id,
    });
    expect(lasting(draft.body.claims_json)).toBe(lasting(body.claims_json));
  });

  it('shows a draft with its problems, and a user who never signed in', async () => {
    const user = await createUser(server.dependencies, {
      instance: server.instance,
      actor: { type: 'server', id: null },
      emailAddresses: ['never@example.com'],
      privateMetadata: { canary: 'CANARY-18' },
    });
    const source =
      '{"x": "{{user.nope}}", "secret": "{{user.private_metadata}}", "mail": "{{user.primary_email_address}}"}';
    const { status, body } = await preview({ user_id: user.id, source });
    expect([status, body.session_id]).toEqual([200, null]);
    expect(body.template_claims).toEqual({ x: null, secret: null, mail: 'never@example.com' });
    expect(body.diagnostics.map(({ code }: { code: string }) => code)).toEqual([
      'shortcode_unknown',
      'shortcode_forbidden',
    ]);
    const broken = await preview({ user_id: user.id, source: '{' });
    expect(broken.body).toMatchObject({ template_claims: {}, diagnostics: [{ code: 'template_not_json' }] });
    expect(JSON.stringify([body, broken.body])).not.toContain('CANARY-18');
  });

  it('404 for an unknown user, another instance’s, and a session of somebody else', async () => {
    const other = await createTestServer();
    const stranger = await signInTestUser(other);
    const [one, two] = [await signInTestUser(server), await signInTestUser(server)];
    for (const body of [
      { user_id: 'user_nope' },
      { user_id: stranger.user.id },
      { user_id: one.user.id, session_id: two.session.id },
    ]) {
      const answer = await preview(body);
      expect([answer.status, codesOf(answer)]).toEqual([404, ['resource_not_found']]);
    }
    await other.close();
  });

  it('422 without a user, and for an unknown parameter', async () => {
    expect(codesOf(await preview({}))).toEqual(['form_param_missing']);
    expect(codesOf(await preview({ user_id: 'x', draft: '{}' }))).toEqual(['form_param_unknown']);
  });
});

describe('GET /session_token/template_data', () => {
  it('gives a browser what it needs to render the same; never private metadata', async () => {
    const { user, session } = await signInTestUser(server, {
      firstName: 'Ada',
      publicMetadata: { plan: 'pro' },
      privateMetadata: { canary: 'CANARY-19' },
    });
    const { status, body } = await platform.onInstance(
      'GET',
      `/session_token/template_data?user_id=${user.id}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { user: { id: user.id, first_name: 'Ada', public_metadata: { plan: 'pro' } }, org: null },
      default_claims: { sub: user.id, sid: session.id, iss: server.instance.issuer },
      session_id: session.id,
      cookie_name: `__session_${server.instance.cookieSuffix}`,
      header_bytes: expect.any(Number),
    });
    expect(JSON.stringify(body)).not.toContain('CANARY-19');
    const missing = await platform.onInstance('GET', '/session_token/template_data');
    expect([missing.status, codesOf(missing)]).toEqual([422, ['form_param_missing']]);
    const unknown = await platform.onInstance('GET', '/session_token/template_data?user_id=user_x');
    expect(unknown.status).toBe(404);
  });
});
