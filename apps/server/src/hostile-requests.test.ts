import { backendEndpoints, frontendEndpoints, platformEndpoints } from '@bartleby/api-contract';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appOrigin, createTestServer, type TestServer } from './testing/create-test-server.ts';
import { type HostileTarget, hostileRequest } from './testing/hostile-requests.ts';
import { createPlatformCaller, type PlatformCaller } from './testing/platform-caller.ts';
import { createSeededChance, type SeededChance } from './testing/seeded-chance.ts';
import { signInTestUser } from './testing/signed-in-browser.ts';
import { openTestBrowser } from './testing/test-browser.ts';

const AT_ONCE = 10;
/** Most of what they meet lies before the database: the embedded one sees a quarter of them. */
const SHARE = inject('testDatabase').kind === 'postgres' ? 1 : 1 / 4;
/** Then what there was has been deleted, signed out or locked, and there are new ones. */
const REQUESTS_PER_STAGE = 200;
const CANARY = 'canary-of-private-metadata';

let server: TestServer;
let platform: PlatformCaller;
beforeAll(async () => {
  server = await createTestServer();
  platform = await createPlatformCaller(server);
});
afterAll(() => server.close());

interface Outcome {
  request: InjectOptions;
  answer: LightMyRequestResponse;
}

/** What good requests are about: a signed-in user, and a stranger's attempts. */
async function stage(chance: SeededChance) {
  const password = 'correct horse battery staple';
  const phoneNumbers = [`+1${200 + chance.below(800)}555${String(chance.below(10_000)).padStart(4, '0')}`];
  const secrets = { password, privateMetadata: { secret: CANARY } };
  const browser = await signInTestUser(server, { ...secrets, phoneNumbers });
  const stranger = openTestBrowser(server);
  const emailAddress = browser.user.emailAddresses[0]?.emailAddress ?? '';
  const signUp = await stranger.post('/v1/client/sign_ups', {
    email_address: `new${chance.below(1e9)}@example.com`,
  });
  const signIn = await stranger.post('/v1/client/sign_ins', { identifier: emailAddress });
  const ids = {
    user_id: browser.user.id,
    session_id: browser.session.id,
    client_id: browser.clientId,
    email_address_id: browser.user.emailAddresses[0]?.id ?? '',
    phone_number_id: browser.user.phoneNumbers[0]?.id ?? '',
    sign_in_id: String(signIn.body.response.id),
    sign_up_id: String(signUp.body.response.id),
    name: `${browser.user.id}.svg`,
    template_name: 'hasura',
  };
  const strangerCookies = { [server.instance.clientCookieName]: stranger.secret };
  return { ids, emailAddress, password, cookies: browser.cookies, strangerCookies };
}
type Stage = Awaited<ReturnType<typeof stage>>;

/** Names that requests may carry, with values that pass. */
const known = ({ ids, emailAddress, password }: Stage) => ({
  identifier: emailAddress,
  strategy: 'password',
  password,
  code: '424242',
  ticket: 'eyJ.eyJ.x',
  email_address: 'ada+clerk_test@example.com',
  email_address_id: ids.email_address_id,
  first_name: 'Ada',
  last_name: 'Lovelace',
  unsafe_metadata: '{}',
  transfer: 'true',
  redirect_url: `${appOrigin}/`,
  action_complete_redirect_url: `${appOrigin}/`,
  current_password: password,
  new_password: 'another horse battery staple',
  sign_out_of_other_sessions: 'false',
  primary_email_address_id: ids.email_address_id,
  organization_id: '',
  tab_state: 'focused',
  intent: 'focus',
  locale: 'en-GB',
  captcha_token: '',
});

const knownInJson = (given: Stage) => ({
  ...known(given),
  email_address: ['ada@example.com'],
  username: null,
  external_id: 'x1',
  timezone: 'Europe/London',
  public_metadata: { a: 1 },
  private_metadata: { a: 1 },
  unsafe_metadata: { a: 1 },
  skip_password_checks: true,
  skip_password_requirement: true,
  created_at: '2026-01-01T00:00:00Z',
  banned: false,
  delete_self_enabled: true,
  user_id: given.ids.user_id,
  user_ids: [given.ids.user_id],
  phone_number: '+14155550100',
  primary_phone_number_id: given.ids.phone_number_id,
  reserved_for_second_factor: true,
  identification_status: 'reserved',
  verification_id: 'ver_1',
  totp_secret: 'JBSWY3DPEHPK3PXP',
  backup_codes: ['abcd1234'],
  locked: true,
  revoke_all_sessions: false,
  notify_primary_email_address_changed: true,
  client_id: given.ids.client_id,
  session_id: given.ids.session_id,
  active_organization_id: null,
  verified: true,
  primary: false,
  expires_in_seconds: 60,
  expired_token: 'eyJ.eyJ.x',
  refresh_token: 'x',
  request_origin: appOrigin,
  format: 'token',
  test_mode: true,
  allowed_origins: ['http://localhost:*'],
  development_origin: appOrigin,
  source: '{"a": "{{user.id}}"}',
  session: { claims_source: '{}' },
  name: 'a key',
  token: 'x',
});

const frontendTarget = (given: Stage, chance: SeededChance): HostileTarget => ({
  endpoints: frontendEndpoints,
  prefix: `/i/${server.instance.slug}`,
  known: known(given),
  ids: given.ids,
  headers: { host: 'localhost:1853', origin: appOrigin, 'sec-fetch-site': 'same-site' },
  cookies: chance.percent(50) ? given.cookies : given.strangerCookies,
  encoding: 'form',
});

const backendTarget = (given: Stage): HostileTarget => ({
  endpoints: backendEndpoints,
  prefix: '',
  known: knownInJson(given),
  ids: { ...given.ids, sign_in_token_id: 'sit_x' },
  headers: { host: 'localhost:1853', authorization: `Bearer ${server.secretKey}` },
  cookies: {},
  encoding: 'json',
});

const platformTarget = (given: Stage): HostileTarget => ({
  endpoints: platformEndpoints,
  prefix: '',
  known: knownInJson(given),
  ids: { ...given.ids, application_id: server.instance.applicationId, instance_id: server.instance.id },
  headers: { host: 'localhost:1853', authorization: `Bearer ${platform.key}` },
  cookies: {},
  encoding: 'json',
});

async function attack(
  chance: SeededChance,
  requests: number,
  targetOf: (given: Stage, chance: SeededChance) => HostileTarget,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < requests) {
    const given = await stage(chance);
    for (let sent = 0; sent < REQUESTS_PER_STAGE; sent += AT_ONCE) {
      const batch = Array.from({ length: AT_ONCE }, (_, index) => {
        const target = targetOf(given, chance);
        // In turn, so that every endpoint has its share.
        const endpoint = target.endpoints[(outcomes.length + index) % target.endpoints.length]!;
        return hostileRequest(chance, target, endpoint);
      });
      outcomes.push(
        ...(await Promise.all(
          batch.map(async (request) => ({ request, answer: await server.inject(request) })),
        )),
      );
    }
    server.clock.advance(30);
  }
  return outcomes;
}

/** What must hold of every answer, as a list of what does not. */
function faults({ request, answer }: Outcome): string[] {
  const found: string[] = [];
  const { statusCode, body, headers } = answer;
  if (statusCode >= 500) found.push(`status ${statusCode}`);
  if (/\bat \S+ \(?\S*\.[jt]s:\d+/.test(body) || body.includes('node_modules')) found.push('a stack trace');
  if (statusCode >= 400 && !isEnvelope(body)) found.push('no error envelope');
  if (request.url?.toString().startsWith('/i/') && body.includes(CANARY)) found.push('private metadata');
  if (String(headers['set-cookie'] ?? '').includes('injected_cookie=1'))
    found.push('a cookie of the client’s choice');
  return found;
}

function isEnvelope(body: string): boolean {
  try {
    return JSON.parse(body).errors.length > 0;
  } catch {
    return false;
  }
}

describe('whatever a client sends to whichever endpoint', () => {
  it.each([
    { api: 'Frontend API', seed: 1, requests: 5_000 * SHARE, targetOf: frontendTarget },
    { api: 'Backend API', seed: 2, requests: 4_000 * SHARE, targetOf: backendTarget },
    { api: 'Platform API', seed: 3, requests: 1_000 * SHARE, targetOf: platformTarget },
  ])(
    '$requests requests to the $api: an answer, in the envelope, never a 5xx',
    { timeout: 300_000 },
    async ({ seed, requests, targetOf }) => {
      const outcomes = await attack(createSeededChance(seed), requests, targetOf);
      const faulty = outcomes.flatMap((outcome) => {
        const { method, url, headers, payload } = outcome.request;
        return faults(outcome).map((fault) => ({
          fault,
          request: { method, url, headers, payload },
          body: outcome.answer.body.slice(0, 500),
        }));
      });
      expect(faulty.slice(0, 20)).toEqual([]);
      expect(outcomes.length).toBeGreaterThanOrEqual(requests);
      // It was not one wall that all of them met: many got through, and the rest was refused for many reasons.
      const accepted = outcomes.filter(({ answer }) => answer.statusCode < 300);
      expect(accepted.length).toBeGreaterThan(requests / 20);
      expect(new Set(outcomes.map(({ answer }) => answer.statusCode)).size).toBeGreaterThan(4);
    },
  );

  it('nothing of it went wrong behind the scenes', () => {
    const errors = server.dependencies.logLines.filter((line) => line.includes('"level":"error"'));
    expect(errors).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(server.dependencies.logLines.some((line) => line.includes(CANARY))).toBe(false);
  });

  it('and the next good request is served', async () => {
    const browser = await signInTestUser(server);
    const answer = await server.frontend('POST', `/v1/client/sessions/${browser.session.id}/tokens`, {
      cookies: browser.cookies,
    });
    expect(answer.statusCode).toBe(200);
  });
});
