import { generateKeyPairSync } from 'node:crypto';
import { findJwtPreset, type JwtPreset, jwtPresets } from '@bartleby/claims-template';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { createPlatformCaller, type PlatformCaller } from '../../../testing/platform-caller.ts';
import { type SignedInBrowser, signInTestUser } from '../../../testing/signed-in-browser.ts';
import { publicKeySet } from '../../signing-keys/index.ts';

let server: TestServer;
let platform: PlatformCaller;
let browser: SignedInBrowser;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
  browser = await signInTestUser(server, { firstName: 'Ada', lastName: 'Lovelace' });
});
afterAll(() => server.close());

const ACCOUNT = 'signer@acme.iam.gserviceaccount.com';
const SECRET = 'a project secret of Supabase is at least as long as 32 bytes';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const now = () => Math.floor(server.clock.now().getTime() / 1000);

interface Errors {
  errors: { code: string; meta: Record<string, unknown> }[];
}
const codesOf = ({ body }: { body: Errors }) =>
  body.errors.map(({ code, meta }) => `${code} ${meta.pointer ?? meta.param_name}`);

function bodyOf(preset: JwtPreset, changes: object = {}) {
  const { template, placeholder, settings } = preset;
  const source = placeholder ? template.replaceAll(placeholder.text, ACCOUNT) : template;
  const key = settings.signingAlgorithm === 'HS256' ? SECRET : PEM;
  return {
    name: `for-${preset.id}`,
    preset: preset.id,
    claims_source: source,
    lifetime: settings.lifetimeSeconds,
    ...(settings.hasOwnKey && {
      custom_signing_key: true,
      signing_algorithm: settings.signingAlgorithm,
      signing_key: key,
    }),
    ...changes,
  };
}
const create = (body: object) => platform.onInstance('POST', '/jwt_templates', body);
const preset = (id: string) => findJwtPreset(id) as JwtPreset;

async function issued(name: string): Promise<string> {
  const path = `/v1/client/sessions/${browser.session.id}/tokens/${name}`;
  const answer = await server.frontend('POST', path, { cookies: browser.cookies });
  expect(answer.statusCode).toBe(200);
  return answer.json().jwt;
}

async function byJwks(jwt: string, options: object = {}): Promise<JWTPayload> {
  const { keys } = await publicKeySet(server.dependencies, server.instance);
  const keySet = createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) });
  const currentDate = server.clock.now();
  const issuer = server.instance.issuer;
  return (await jwtVerify(jwt, keySet, { algorithms: ['RS256'], issuer, currentDate, ...options })).payload;
}

/** Each consumer's documented rules, as that consumer applies them to a token. */
const accepts: Readonly<Record<string, (jwt: string) => Promise<void>>> = {
  hasura: async (jwt) => {
    const claims = (await byJwks(jwt))['https://hasura.io/jwt/claims'] as Record<string, unknown>;
    const { 'x-hasura-allowed-roles': roles, 'x-hasura-default-role': role, ...variables } = claims;
    expect(roles).toEqual(expect.arrayContaining([role]));
    expect(typeof role).toBe('string');
    expect(variables).toEqual({ 'x-hasura-user-id': browser.user.id });
  },
  supabase: async (jwt) => {
    const options = { algorithms: ['HS256'], currentDate: server.clock.now(), audience: 'authenticated' };
    const { payload } = await jwtVerify(jwt, new TextEncoder().encode(SECRET), options);
    expect(payload).toMatchObject({ role: 'authenticated', sub: browser.user.id });
  },
  convex: async (jwt) => {
    const { aud, email_verified, name } = await byJwks(jwt);
    // Exactly, and no list.
    expect(aud).toBe('convex');
    expect([typeof email_verified, name]).toEqual(['boolean', 'Ada Lovelace']);
    expect(decodeProtectedHeader(jwt)).toMatchObject({ typ: 'JWT', kid: expect.any(String) });
  },
  firebase: async (jwt) => {
    const options = {
      algorithms: ['RS256'],
      currentDate: server.clock.now(),
      issuer: ACCOUNT,
      subject: ACCOUNT,
      audience: 'https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit',
    };
    const { payload } = await jwtVerify(jwt, rsa.publicKey, options);
    expect(payload.uid).toBe(browser.user.id);
    expect(String(payload.uid).length).toBeLessThanOrEqual(128);
    expect(payload.iat).toBe(now());
    expect((payload.exp as number) - (payload.iat as number)).toBeLessThanOrEqual(3600);
  },
};

describe.each(jwtPresets)('a template made from the preset $id', (one) => {
  it('200: gives tokens that a verifier written to the consumer’s rules takes; its key comes out nowhere', async () => {
    const made = await create(bodyOf(one));
    expect([made.status, made.body.preset, made.body.version]).toEqual([200, one.id, 1]);
    expect(JSON.stringify(made.body)).not.toMatch(/project secret|PRIVATE KEY|sealed/);
    const accept = accepts[one.id] as (jwt: string) => Promise<void>;
    const jwt = await issued(`for-${one.id}`);
    await accept(jwt);
    const {
      name: _,
      signing_key: __,
      signing_algorithm: ___,
      ...draft
    } = { signing_key: '', signing_algorithm: '', ...bodyOf(one) };
    const preview = await platform.onInstance('POST', '/jwt_templates/preview', {
      ...draft,
      user_id: browser.user.id,
    });
    expect(preview.body.diagnostics).toEqual(made.body.diagnostics);
    expect(JSON.parse(preview.body.claims_json)).toEqual({ ...decodeJwt(jwt), jti: expect.any(String) });
    const shown = await platform.onInstance('GET', `/jwt_templates/${made.body.id}`);
    expect(shown.body).toEqual(made.body);
  });
});

describe('what the consumer would refuse', () => {
  const change = async (id: string, changes: object) => {
    const { body } = await platform.onInstance('GET', '/jwt_templates');
    const found = body.data.find(({ name }: { name: string }) => name === `for-${id}`);
    const { name, claims_source } = found;
    const path = `/jwt_templates/${found.id}`;
    const answer = await platform.onInstance('PATCH', path, { name, claims_source, ...changes });
    if (answer.status !== 200) expect((await platform.onInstance('GET', path)).body).toEqual(found);
    return answer;
  };

  it.each([
    ['hasura', { claims_source: '{"role":"user"}' }, 'consumer_claim_missing '],
    ['supabase', { claims_source: '{"role":"service_role"}' }, 'consumer_claim_value /role'],
    ['convex', { claims_source: '{"aud":"else"}' }, 'consumer_claim_value /aud'],
    ['firebase', { lifetime: 3601 }, 'consumer_setting lifetime'],
    ['firebase', { custom_signing_key: false }, 'consumer_setting custom_signing_key'],
  ])('422 for %s with %j, and nothing is saved', async (id, changes, problem) => {
    const answer = await change(id, changes);
    expect([answer.status, codesOf(answer)]).toEqual([422, [problem]]);
  });

  it('422: the Backend API applies the same rules to the same template', async () => {
    const { body } = await platform.onInstance('GET', '/jwt_templates');
    const { id, name } = body.data.find((each: { preset: string }) => each.preset === 'convex');
    const answer = await server.backend('PATCH', `/v1/jwt_templates/${id}`, {
      name,
      claims: { aud: 'else' },
    });
    expect([answer.statusCode, codesOf({ body: answer.json() })]).toEqual([
      422,
      ['consumer_claim_value /aud'],
    ]);
  });

  it('200: without preset its rules are gone; 400: and so are its own claims', async () => {
    const { status, body } = await change('convex', { preset: null, claims_source: '{"aud":"else"}' });
    expect([status, body.preset]).toEqual([200, null]);
    const answer = await change('firebase', { preset: null });
    expect([answer.status, new Set(codesOf(answer))]).toEqual([
      400,
      new Set(['jwt_template_reserved_claim /iss', 'jwt_template_reserved_claim /sub']),
    ]);
  });

  it('422 for a preset that there is not', async () => {
    const answer = await create({ ...bodyOf(preset('hasura')), name: 'x', preset: 'nhost' });
    expect([answer.status, codesOf(answer)]).toEqual([422, ['form_param_value_invalid preset']]);
  });
});

describe('PATCH and DELETE /jwt_templates/:id', () => {
  const one = async (name: string) => (await create({ name, claims_source: '{\n  "a": 1\n}' })).body;

  it('200: keeps the text as it was written; the next version', async () => {
    const made = await one('written');
    expect([made.claims_source, made.claims, made.preset]).toEqual(['{\n  "a": 1\n}', { a: 1 }, null]);
    const path = `/jwt_templates/${made.id}`;
    const changes = { name: 'written', claims_source: '{ "a": 2 }' };
    const { body } = await platform.onInstance('PATCH', path, changes, { 'if-match': '1' });
    expect([body.version, body.claims_source]).toEqual([2, '{ "a": 2 }']);
  });

  it('409 config_conflict: of two writers with the same version one wins, and a late delete deletes nothing', async () => {
    const { id } = await one('raced');
    const path = `/jwt_templates/${id}`;
    const write = (value: number) =>
      platform.onInstance('PATCH', path, { name: 'raced', claims: { value } }, { 'if-match': '1' });
    const answers = await Promise.all([write(1), write(2), write(3)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const late = await platform.onInstance('DELETE', path, undefined, { 'if-match': '1' });
    expect([late.status, late.body.errors[0].code]).toEqual([409, 'config_conflict']);
    const { status } = await platform.onInstance('DELETE', path, undefined, { 'if-match': '2' });
    expect([status, (await platform.onInstance('GET', path)).status]).toEqual([200, 404]);
  });

  it('403 for an operator without the right, who sees and changes nothing', async () => {
    const { id } = await one('hidden');
    const { token } = await platform.signInOperator([]);
    const by = { authorization: `Bearer ${token}` };
    const path = `/jwt_templates/${id}`;
    const changes = { name: 'mine', claims: {} };
    for (const { status, body } of [
      await platform.onInstance('GET', '/jwt_templates', undefined, by),
      await platform.onInstance('GET', path, undefined, by),
      await platform.onInstance('PATCH', path, changes, by),
      await platform.onInstance('DELETE', path, undefined, by),
      await platform.onInstance('POST', '/jwt_templates', changes, by),
    ])
      expect([status, Object.keys(body)]).toEqual([403, ['errors', 'clerk_trace_id']]);
    expect((await platform.onInstance('GET', path)).body).toMatchObject({ name: 'hidden', version: 1 });
  });
});
